/** Wakes those who wait, as often as it is rung. */
export class Bell {
  #ring: () => void = () => {};
  #next: Promise<void> = Promise.resolve();

  constructor() {
    this.#hang();
  }

  ring(): void {
    this.#ring();
    this.#hang();
  }

  /** Resolves at the next ring. */
  next(): Promise<void> {
    return this.#next;
  }

  #hang(): void {
    this.#next = new Promise((resolve) => {
      this.#ring = resolve;
    });
  }
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
