import { type Context, createContext, Script } from 'node:vm';
import { InvalidPattern, SlowPattern } from './errors.ts';
import { headLength, kinds } from './record.ts';

/** How long a search of one read (32 KiB, or the longest line) may take; usual patterns need a millisecond. */
const milliseconds = 100;
/** A machine that is busy elsewhere can use that up by itself, but not so many times in a row. */
const attempts = 3;

const search = new Script('texts.map((text) => pattern.test(text))');
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what colours are made of
const colour = /\x1b\[[0-9;:]*m/g;

/** Case counts as soon as there is a capital letter, as in the page. Throws `usage` when it is none. */
export function toPattern(text: string): RegExp {
  try {
    return new RegExp(text, /[A-Z]/.test(text.replace(/\\./g, '')) ? '' : 'i');
  } catch (cause) {
    throw new InvalidPattern(text, cause);
  }
}

/**
 * A pattern that is searched for in the lines of records. It may be a stranger's: a search that takes too long is ended,
 * which JavaScript can only do to a script of its own.
 */
export class LineSearch {
  readonly #pattern: RegExp;
  readonly #context: Context;

  constructor(pattern: RegExp) {
    // With `g` or `y` it would remember where it stood.
    this.#pattern = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
    this.#context = createContext({ pattern: this.#pattern, texts: [] });
  }

  /** For each record whether its line, without colours, matches; a gap always does. Throws `SlowPattern`. */
  matches(records: readonly Buffer[]): boolean[] {
    this.#context['texts'] = records.map(textOf);
    const found = this.#search();
    return records.map((record, index) => record[0] === kinds.gap || found[index] === true);
  }

  #search(): boolean[] {
    for (let attempt = 1; ; attempt++)
      try {
        return search.runInContext(this.#context, { timeout: milliseconds });
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw thrown;
        if (attempt === attempts) throw new SlowPattern(this.#pattern.source);
      }
  }
}

function textOf(record: Buffer): string {
  const text = record.toString('utf8', 1 + headLength, record.length - 1);
  return text.includes('\x1b') ? text.replace(colour, '') : text;
}
