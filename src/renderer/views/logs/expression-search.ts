import type { LineStore } from './line-store.ts';
import { NumberList } from './number-list.ts';
import type { Answer, Question } from './search-texts.ts';

/** Lines, or characters, that are searched at once. */
const mostLines = 4_096;
const mostCharacters = 512 * 1024;
/** So long the lines of one go may take together, and one of them, since the page looks through it again to mark it. */
const milliseconds = { all: 2_000, line: 20 };

/**
 * Looks for an expression in the lines of a store, in a worker: nothing else can end one that would take for ever, and
 * anybody's may stand in an address. One that is too slow is given up for good.
 */
export class ExpressionSearch {
  readonly #store: LineStore;
  readonly #pattern: RegExp;
  readonly #worker: Worker;
  readonly #found = new NumberList();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One past the last line that was looked at. */
  looked: number;
  isTooSlow = false;

  constructor(store: LineStore, pattern: RegExp, newWorker: () => Worker) {
    this.#store = store;
    this.#pattern = pattern;
    this.#worker = newWorker();
    this.looked = store.first;
  }

  has(number: number): boolean {
    return this.#found.at(this.#found.indexOf(number)) === number;
  }

  /** Goes on to the end of what is there, unless it does so already. */
  goOn(): void {
    if (this.#timer !== undefined || this.isTooSlow) return;
    this.#found.dropBefore(this.#store.first);
    const from = Math.max(this.looked, this.#store.first);
    const texts: string[] = [];
    let characters = 0;
    const end = this.#store.scan(from, (_number, _source, _level, isMark, text) => {
      texts.push(isMark ? '' : text());
      characters += texts.at(-1)?.length ?? 0;
      return texts.length < mostLines && characters < mostCharacters;
    });
    if (texts.length === 0) return;
    this.#timer = setTimeout(() => this.#giveUp(), milliseconds.all);
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#take(from, end, data);
    this.#worker.postMessage({ pattern: this.#pattern, texts } satisfies Question);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#worker.terminate();
  }

  #take(from: number, end: number, { found, longest }: Answer): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (longest > milliseconds.line) {
      this.#giveUp();
      return;
    }
    for (const [index, isFound] of found.entries()) if (isFound) this.#found.push(from + index);
    this.looked = end;
    this.goOn();
  }

  #giveUp(): void {
    this.isTooSlow = true;
    this.end();
  }
}
