import { Bell } from '../waiting/index.ts';

/** What comes, for one reader at its own pace: beyond `most` the oldest are left out. Ends with the signal. */
export class Queue<T> {
  readonly #items: T[] = [];
  readonly #most: number;
  readonly #more = new Bell();

  constructor(most: number) {
    this.#most = most;
  }

  push(item: T): void {
    this.#items.push(item);
    if (this.#items.length > this.#most) this.#items.shift();
    this.#more.ring();
  }

  async *read(signal: AbortSignal): AsyncGenerator<T, void> {
    while (!signal.aborted) {
      const item = this.#items.shift();
      if (item !== undefined) yield item;
      else await this.#more.next(signal);
    }
  }
}
