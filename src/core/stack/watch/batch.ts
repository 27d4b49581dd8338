/** How long to wait for more: an editor's save is several events, a branch switch thousands. Milliseconds. */
const quiet = 20;
const patience = 400;

/**
 * Gathers changed paths until it has been quiet for a moment (or patience is over) and hands them on, one batch at a
 * time: what changes while a batch is being worked on goes into the next.
 */
export class PathBatch {
  readonly #work: (paths: ReadonlySet<string>) => Promise<void>;
  #waiting = new Set<string>();
  #firstAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #busy: Promise<void> | undefined;
  #closed = false;

  constructor(work: (paths: ReadonlySet<string>) => Promise<void>) {
    this.#work = work;
  }

  add(path: string): void {
    if (this.#closed) return;
    if (this.#waiting.size === 0) this.#firstAt = Date.now();
    this.#waiting.add(path);
    this.#schedule();
  }

  /** Drops what waits and resolves when the batch under way is done. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#waiting.clear();
    await this.#busy;
  }

  #schedule(): void {
    if (this.#busy || this.#closed) return;
    clearTimeout(this.#timer);
    const left = this.#firstAt + patience - Date.now();
    this.#timer = setTimeout(() => this.#flush(), Math.max(0, Math.min(quiet, left)));
  }

  #flush(): void {
    const paths = this.#waiting;
    this.#waiting = new Set();
    this.#busy = this.#work(paths).finally(() => {
      this.#busy = undefined;
      if (this.#waiting.size > 0) this.#schedule();
    });
  }
}
