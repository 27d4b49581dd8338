/**
 * A value that changes, for followers that care for its newest state only: each gets the current one at once, then the
 * newest after each change. Bounded: a slow follower misses what lay between.
 */
export class Latest<T> {
  #value: T | undefined;
  #known = false;
  #closed = false;
  readonly #waiting = new Set<() => void>();
  #version = 0;

  /** Undefined before the first `set`. */
  get value(): T | undefined {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    this.#known = true;
    this.#version++;
    this.#wake();
  }

  /** Ends the followers after they have had the newest value. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** Until the signal aborts or this is closed; between two values passes at least `pauseMilliseconds` (default 0). */
  async *follow(signal: AbortSignal, pauseMilliseconds = 0): AsyncGenerator<T> {
    let seen = 0;
    while (!signal.aborted) {
      if (this.#known && seen !== this.#version) {
        seen = this.#version;
        yield this.#value as T;
        if (pauseMilliseconds > 0) await this.#pause(pauseMilliseconds, signal);
        continue;
      }
      if (this.#closed) return;
      await this.#change(signal);
    }
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#waiting.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.#waiting.add(end);
      signal.addEventListener('abort', end);
    });
  }

  #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener('abort', end);
    });
  }
}
