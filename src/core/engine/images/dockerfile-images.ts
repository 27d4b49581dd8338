import {
  type Dockerfile,
  type Instruction,
  parseDockerfile,
  replaceRanges,
  type Word,
} from './dockerfile.ts';

/** A place where a Dockerfile names an image, or one of the build's additional contexts. */
export interface ImageUse {
  /** With arguments filled in. */
  name: string;
  /** What to replace. */
  start: number;
  end: number;
}

/**
 * Where a Dockerfile names images: `# syntax=`, `FROM`, `COPY --from=`, `RUN --mount=from=`. Names of stages, numbers
 * of stages and `scratch` are no images; neither is a name that can't be known (an argument that nobody gave).
 */
export function findImages(dockerfile: Dockerfile, args: Record<string, string>): ImageUse[] {
  const uses: ImageUse[] = dockerfile.syntax ? [useOf(dockerfile.syntax)] : [];
  const stages = new Set<string>();
  const scope: Record<string, string> = {};
  const add = (use: ImageUse | undefined) => {
    if (use && use.name !== 'scratch' && !stages.has(use.name.toLowerCase())) uses.push(use);
  };
  let inStage = false;
  for (const instruction of dockerfile.instructions) {
    const { keyword, words } = triggered(instruction);
    if (keyword === 'ARG' && !inStage) declare(words, scope, args, dockerfile.escaper);
    if (keyword === 'FROM') {
      inStage = true;
      const [image, as, stage] = words.filter(({ text }) => !text.startsWith('--'));
      const name = image && expand(image.text, scope, dockerfile.escaper);
      if (image && name) add({ ...useOf(image), name });
      if (as?.text.toUpperCase() === 'AS' && stage) stages.add(stage.text.toLowerCase());
    }
    if (keyword === 'COPY') for (const word of flags(words)) add(fromOfCopy(word));
    if (keyword === 'RUN') for (const word of flags(words)) add(fromOfMount(word));
  }
  return uses;
}

/** Replaces the names of images. `rename` answers the name itself where nothing is to change. */
export async function renameImages(
  text: string,
  args: Record<string, string>,
  rename: (name: string) => Promise<string>,
): Promise<string> {
  const edits = await Promise.all(
    findImages(parseDockerfile(text), args).map(async (use) => ({ ...use, text: await rename(use.name) })),
  );
  return replaceRanges(
    text,
    edits.filter((edit) => edit.text !== edit.name),
  );
}

function useOf(word: Word): ImageUse {
  return { name: word.text, start: word.start, end: word.end };
}

function triggered({ keyword, words }: Instruction): Pick<Instruction, 'keyword' | 'words'> {
  const [first, ...rest] = words;
  return keyword === 'ONBUILD' && first
    ? { keyword: first.text.toUpperCase(), words: rest }
    : { keyword, words };
}

function flags(words: Word[]): Word[] {
  const end = words.findIndex(({ text }) => !text.startsWith('--'));
  return end < 0 ? words : words.slice(0, end);
}

function fromOfCopy(word: Word): ImageUse | undefined {
  return within(word, /^--from=(["']?)(.+)\1$/d);
}

/** `--mount=type=bind,from=image,target=/x`, in quotes or not, in any order. */
function fromOfMount(word: Word): ImageUse | undefined {
  if (!word.text.startsWith('--mount=')) return undefined;
  return within(word, /[=,"'](from)=(["']?)([^,"']+)\2/d, 3);
}

/** The group of a match as a use, if it is a name at all and stands in the text as in the word. */
function within(word: Word, expression: RegExp, group = 2): ImageUse | undefined {
  const match = expression.exec(word.text);
  const name = match?.[group];
  const place = match?.indices?.[group];
  if (!name || !place || /^\d+$/.test(name) || name.includes('$')) return undefined;
  // A word over several lines is longer in the text than it is itself: nobody writes that.
  if (word.end - word.start !== word.text.length) return undefined;
  return { name, start: word.start + place[0], end: word.start + place[1] };
}

/** `ARG NAME`, `ARG NAME=default`, several of them. What the caller gave wins. */
function declare(
  words: Word[],
  scope: Record<string, string>,
  args: Record<string, string>,
  escaper: string,
): void {
  for (const { text } of words) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const value =
      known(args, name) ?? (equals < 0 ? undefined : expand(text.slice(equals + 1), scope, escaper));
    if (value !== undefined) scope[name] = value;
  }
}

/** Fills arguments in and takes quotes away; undefined when a value is not known or the form is not. */
export function expand(text: string, scope: Record<string, string>, escaper = '\\'): string | undefined {
  let result = '';
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === escaper && quote !== "'") result += text.charAt(++index);
    else if ((character === '"' || character === "'") && (quote === '' || quote === character))
      quote = quote === '' ? character : '';
    else if (character !== '$' || quote === "'") result += character;
    else {
      const variable = readVariable(text, index, scope, escaper);
      if (!variable) return undefined;
      result += variable.value;
      index = variable.end - 1;
    }
  }
  return result;
}

function readVariable(
  text: string,
  start: number,
  scope: Record<string, string>,
  escaper: string,
): { value: string; end: number } | undefined {
  const plain = /^\$([A-Za-z_]\w*)/.exec(text.slice(start));
  if (plain) {
    const value = known(scope, plain[1]);
    return value === undefined ? undefined : { value, end: start + plain[0].length };
  }
  const end = closingBrace(text, start);
  if (end === undefined) return undefined;
  const [, name, colon, operator, word = ''] =
    /^([A-Za-z_]\w*)(?:(:?)([-+?])(.*))?$/s.exec(text.slice(start + 2, end)) ?? [];
  if (name === undefined) return undefined;
  const found = known(scope, name);
  const present = found !== undefined && !(colon === ':' && found === '');
  const value =
    operator === '+' ? (present ? expand(word, scope, escaper) : '') : present ? found : undefined;
  const chosen = value ?? (operator === '-' ? expand(word, scope, escaper) : undefined);
  return chosen === undefined ? undefined : { value: chosen, end: end + 1 };
}

function known(scope: Record<string, string>, name: string | undefined): string | undefined {
  return name !== undefined && Object.hasOwn(scope, name) ? scope[name] : undefined;
}

/** The end of `${…}` that begins at `start`, with others nested in it. */
function closingBrace(text: string, start: number): number | undefined {
  if (text.charAt(start + 1) !== '{') return undefined;
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    if (text.startsWith('${', index)) depth++;
    if (text.charAt(index) === '}' && --depth === 0) return index;
  }
  return undefined;
}
