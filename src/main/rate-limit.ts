/** So many in a window of time; what is over is counted until the next one that is let through. */
export class RateLimit {
  readonly #most: number;
  readonly #window: number;
  #times: number[] = [];
  #held = 0;

  /** @param window in milliseconds */
  constructor(most: number, window: number) {
    this.#most = most;
    this.#window = window;
  }

  /** Undefined when this one is held back; else how many were since the last that was not. */
  take(now: number): number | undefined {
    this.#times = this.#times.filter((time) => now - time < this.#window);
    if (this.#times.length >= this.#most) {
      this.#held++;
      return undefined;
    }
    this.#times.push(now);
    const held = this.#held;
    this.#held = 0;
    return held;
  }
}
