/*
 * A Dockerfile as far as we must understand it: which instructions there are, on which lines, and where their words
 * stand, so that a word can be replaced and every other byte stays. What is wrong in it the builder says itself.
 */

/** A word of an instruction with its place in the text. */
export interface Word {
  /** As written, with line continuations taken out. */
  text: string;
  start: number;
  end: number;
}

export interface Instruction {
  /** In capitals. */
  keyword: string;
  /** From 1. */
  line: number;
  /** What follows the keyword, flags first. Empty for the bodies of heredocs, which are no words. */
  words: Word[];
}

export interface Dockerfile {
  text: string;
  /** The image of `# syntax=`. */
  syntax: Word | undefined;
  escaper: string;
  instructions: Instruction[];
}

/** Reads a Dockerfile. Never throws. */
export function parseDockerfile(text: string): Dockerfile {
  const lines = splitLines(text);
  const { syntax, escaper, next } = readDirectives(lines);
  const instructions: Instruction[] = [];
  for (let index = next; index < lines.length; ) {
    const line = lines[index];
    if (!line || isBlank(line) || isComment(line)) {
      index++;
      continue;
    }
    const logical = joinContinued(lines, index, escaper);
    const words = splitWords(logical.characters, escaper);
    const keyword = words.shift()?.text.toUpperCase() ?? '';
    instructions.push({ keyword, line: index + 1, words });
    index = skipHeredocs(lines, logical.next, keyword, words);
  }
  return { text, syntax, escaper, instructions };
}

/** Replaces ranges of the text; they must not overlap. */
export function replaceRanges(text: string, edits: { start: number; end: number; text: string }[]): string {
  let result = '';
  let from = 0;
  for (const edit of edits.toSorted((left, right) => left.start - right.start)) {
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}

interface Line {
  text: string;
  start: number;
}

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  // A byte order mark is no part of the first line.
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start <= text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    lines.push({ text: text.slice(start, end).replace(/\r$/, ''), start });
    start = end + 1;
  }
  return lines;
}

const isBlank = (line: Line) => line.text.trim() === '';
const isComment = (line: Line) => line.text.trimStart().startsWith('#');

/** Directives are comments at the very top; the first line that is none ends them. `//` is known for syntax as well. */
function readDirectives(lines: Line[]): { syntax: Word | undefined; escaper: string; next: number } {
  let syntax: Word | undefined;
  let escaper = '\\';
  let next = lines[0]?.text.startsWith('#!') ? 1 : 0;
  for (; next < lines.length; next++) {
    const line = lines[next] as Line;
    const match = /^(?:#|\/\/)\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S+)/d.exec(line.text);
    const place = match?.indices?.[2];
    if (!match || !place) break;
    const [, name = '', value = ''] = match;
    if (name.toLowerCase() === 'escape' && value === '`') escaper = '`';
    if (name.toLowerCase() === 'syntax')
      syntax ??= { text: value, start: line.start + place[0], end: line.start + place[1] };
    // To the parser of instructions only `#` begins a comment.
    if (line.text.startsWith('//')) return { syntax, escaper, next: next + 1 };
  }
  return { syntax, escaper, next };
}

interface Character {
  character: string;
  offset: number;
}

/** An instruction's lines as one; comments and empty lines between continued ones fall away. */
function joinContinued(
  lines: Line[],
  first: number,
  escaper: string,
): { characters: Character[]; next: number } {
  const characters: Character[] = [];
  let index = first;
  for (; index < lines.length; index++) {
    const line = lines[index] as Line;
    if (index > first && (isBlank(line) || isComment(line))) continue;
    const content = line.text.trimEnd();
    const continued = content.endsWith(escaper) && !content.endsWith(escaper + escaper);
    const shown = continued ? content.slice(0, -1) : line.text;
    for (let column = 0; column < shown.length; column++)
      characters.push({ character: shown.charAt(column), offset: line.start + column });
    if (!continued) {
      index++;
      break;
    }
  }
  return { characters, next: index };
}

/** Splits at white space outside of quotes. */
function splitWords(characters: Character[], escaper: string): Word[] {
  const words: Word[] = [];
  let word: Word | undefined;
  let quote = '';
  let escaped = false;
  for (const { character, offset } of characters) {
    const blank = /\s/.test(character);
    if (blank && quote === '' && !escaped) {
      word = undefined;
      continue;
    }
    if (!word) {
      word = { text: '', start: offset, end: offset };
      words.push(word);
    }
    word.text += character;
    word.end = offset + 1;
    if (escaped) escaped = false;
    else if (character === escaper && quote !== "'") escaped = true;
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
  }
  return words;
}

/** The line after the bodies of the instruction's heredocs. */
function skipHeredocs(lines: Line[], next: number, keyword: string, words: Word[]): number {
  const triggered = keyword === 'ONBUILD' ? words[0]?.text.toUpperCase() : keyword;
  if (!['RUN', 'COPY', 'ADD'].includes(triggered ?? '')) return next;
  let index = next;
  for (const { text } of words) {
    const [, strip, quoted = ''] = /^\d*<<(-?)([^<]+)$/.exec(text) ?? [];
    const name = quoted.replace(/^(["'])(.*)\1$/, '$2');
    if (name === '') continue;
    while (index < lines.length) {
      const line = lines[index++]?.text ?? '';
      if ((strip ? line.replace(/^\t+/, '') : line) === name) break;
    }
  }
  return index;
}
