import { Bell, pause } from '../waiting/index.ts';

/**
 * A value that changes, for followers that care for its newest state only: each gets the current one at once, then the
 * newest after each change. Bounded: a slow follower misses what lay between.
 */
export class Latest<T> {
  #value: T | undefined;
  #known = false;
  #closed = false;
  readonly #changed = new Bell();
  #version = 0;

  /** Undefined before the first `set`. */
  get value(): T | undefined {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    this.#known = true;
    this.#version++;
    this.#changed.ring();
  }

  /** Ends the followers after they have had the newest value. */
  close(): void {
    this.#closed = true;
    this.#changed.ring();
  }

  /** Until the signal aborts or this is closed; between two values passes at least `pauseMilliseconds` (default 0). */
  async *follow(signal: AbortSignal, pauseMilliseconds = 0): AsyncGenerator<T> {
    let seen = 0;
    while (!signal.aborted) {
      if (this.#known && seen !== this.#version) {
        seen = this.#version;
        yield this.#value as T;
        if (pauseMilliseconds > 0) await pause(pauseMilliseconds, signal);
        continue;
      }
      if (this.#closed) return;
      await this.#changed.next(signal);
    }
  }
}
