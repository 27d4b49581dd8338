const lookMilliseconds = 250;
/** Every so many looks, whether the processes of running tasks are still there: a killed one writes nothing. */
const looksBetweenSettling = 4;

/** Notices what other processes do to the tasks, while somebody listens, at next to no cost when they do nothing. */
export class OthersWatch {
  readonly #table: { version(): number; settle(): number };
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #version = 0;
  #looks = 0;

  /** `version` changes with others' writes; `settle` answers how many tasks were found lost. */
  constructor(table: { version(): number; settle(): number }) {
    this.#table = table;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (!this.#timer) {
      this.#version = this.#table.version();
      this.#timer = setInterval(() => this.#look(), lookMilliseconds).unref();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #look(): void {
    try {
      const version = this.#table.version();
      const changed = version !== this.#version;
      this.#version = version;
      const lost = ++this.#looks % looksBetweenSettling === 0 && this.#table.settle() > 0;
      if (changed || lost) for (const listener of [...this.#listeners]) listener();
    } catch {
      // The store does not answer at this moment: the next look asks again.
    }
  }
}
