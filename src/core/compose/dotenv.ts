import type { Where } from '../../shared/index.ts';
import { ComposeInvalid, InterpolationFailed } from './errors.ts';
import { interpolate, type Lookup } from './interpolate.ts';

export interface DotenvOptions {
  /** The file's name, for messages. */
  file: string;
  /** Variables from outside: they win over those that the file sets itself when it refers to them. */
  lookup: Lookup;
  /** Called for a variable that is referred to and set nowhere. */
  onUnset?: ((name: string, where: Where) => void) | undefined;
  /** `raw`: everything after `=` is the value, without quotes, escapes, comments and variables. */
  format?: 'raw' | undefined;
}

/**
 * Reads an env file as Compose does: `NAME=value` or `NAME: value`, `export` before it, comments, single quotes
 * (taken as they are), double quotes (escapes and variables), values over several lines in quotes, and a bare `NAME`
 * that takes its value from outside.
 * @returns the variables in the file's order; a bare name that is set nowhere is left out
 * @throws {ComposeInvalid | InterpolationFailed} at the first line that cannot be read
 */
export function parseDotenv(text: string, options: DotenvOptions): Record<string, string> {
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const values = new Map<string, string>();
  if (options.format === 'raw') parseRaw(source, values, options);
  else new DotenvParser(source, values, options).parse();
  return Object.fromEntries(values);
}

function parseRaw(source: string, values: Map<string, string>, { lookup }: DotenvOptions): void {
  for (const line of source.split('\n')) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const equals = line.indexOf('=');
    const name = (equals < 0 ? line : line.slice(0, equals)).trim();
    const value = equals < 0 ? lookup(name) : line.slice(equals + 1);
    if (value !== undefined) values.set(name, value);
  }
}

const nameCharacters = /[\p{L}\p{N}_.\-[\]]/u;
const blank = /[\t\v\f\r \u0085\u00A0]/;

class DotenvParser {
  readonly #source: string;
  readonly #values: Map<string, string>;
  readonly #options: DotenvOptions;
  #position = 0;

  constructor(source: string, values: Map<string, string>, options: DotenvOptions) {
    this.#source = source;
    this.#values = values;
    this.#options = options;
  }

  parse(): void {
    while (this.#skipToStatement()) {
      const start = this.#position;
      const { name, inherited } = this.#readName();
      if (inherited) {
        const value = this.#options.lookup(name);
        if (value !== undefined) this.#values.set(name, value);
      } else {
        this.#values.set(name, this.#readValue(start));
      }
    }
  }

  /** Past blank lines and comments; false at the end. */
  #skipToStatement(): boolean {
    for (;;) {
      const rest = this.#source.slice(this.#position);
      const offset = rest.search(/\S/);
      if (offset < 0) return false;
      this.#position += offset;
      if (this.#source[this.#position] !== '#') return true;
      this.#position = this.#endOfLine();
    }
  }

  #readName(): { name: string; inherited: boolean } {
    const start = this.#position;
    const exported = /^export[\t\v\f\r ]+/.exec(this.#source.slice(start, start + 64));
    const nameStart = start + (exported?.[0].length ?? 0);
    let index = nameStart;
    for (; index < this.#source.length; index += 1) {
      const character = this.#source[index] ?? '';
      if (character === '=' || character === ':' || character === '\n') break;
      if (blank.test(character) || nameCharacters.test(character)) continue;
      throw this.#invalid(
        `"${character}" cannot be part of a variable's name.`,
        index,
        'Write NAME=value, one a line; put quotes around a value over several lines.',
      );
    }
    const name = this.#source.slice(nameStart, index).trimEnd();
    const inherited = this.#source[index] !== '=' && this.#source[index] !== ':';
    if (name === '') throw this.#invalid('The name of the variable is missing.', start);
    if (/\s/.test(name)) throw this.#invalid(`The name "${name}" holds a space.`, start);
    this.#position = index + 1;
    while (!inherited && blank.test(this.#source[this.#position] ?? '')) this.#position += 1;
    return { name, inherited };
  }

  #readValue(start: number): string {
    const quote = this.#source[this.#position];
    if (quote === '"' || quote === "'") return this.#readQuoted(quote, start);

    const line = this.#source.slice(this.#position, this.#endOfLine());
    this.#position = this.#endOfLine() + 1;
    const comment = line.indexOf(' #');
    return this.#expand((comment < 0 ? line : line.slice(0, comment)).trimEnd(), start);
  }

  #readQuoted(quote: '"' | "'", start: number): string {
    let value = '';
    for (let index = this.#position + 1; index < this.#source.length; index += 1) {
      const character = this.#source[index] ?? '';
      const next = this.#source[index + 1];
      if (character === '\\' && next !== undefined) {
        // The escape stays for later, save before the quote itself, where it has done its work.
        value += next === quote ? next : character + next;
        index += 1;
      } else if (character === quote) {
        this.#position = index + 1;
        return quote === '"' ? this.#expand(expandEscapes(value), start) : value;
      } else {
        value += character;
      }
    }
    throw this.#invalid(
      `The value is not closed with ${quote === '"' ? 'a double' : 'a single'} quote.`,
      this.#position,
    );
  }

  #expand(value: string, start: number): string {
    try {
      return interpolate(value, {
        lookup: (name) => this.#options.lookup(name) ?? this.#values.get(name),
        onUnset: (name) => this.#options.onUnset?.(name, this.#whereOf(start)),
      });
    } catch (thrown) {
      if (!(thrown instanceof InterpolationFailed)) throw thrown;
      const { message, remedy, fragment } = thrown;
      throw new InterpolationFailed(message, { where: this.#whereOf(start), remedy, fragment });
    }
  }

  #endOfLine(): number {
    const index = this.#source.indexOf('\n', this.#position);
    return index < 0 ? this.#source.length : index;
  }

  #whereOf(offset: number): Where {
    const before = this.#source.slice(0, offset);
    return {
      file: this.#options.file,
      line: before.split('\n').length,
      column: offset - before.lastIndexOf('\n'),
    };
  }

  #invalid(message: string, offset: number, remedy?: string): ComposeInvalid {
    return new ComposeInvalid(message, { where: this.#whereOf(offset), remedy });
  }
}

const escapes: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  // A dollar sign that is not the start of a variable.
  $: '$$',
};

/** The escapes of double quotes; others stay as they are written. */
function expandEscapes(text: string): string {
  return text.replace(/\\(?:([abfnrtv$"\\])|0(\d{1,3}))/g, (_, letter?: string, octal?: string) => {
    if (letter !== undefined) return escapes[letter] ?? letter;
    return String.fromCharCode(Number.parseInt(octal ?? '0', 8));
  });
}
