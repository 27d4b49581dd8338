const longestPause = 8_000;
const mostInARow = 6;
/** One that lived for a minute was well. */
const wellAfter = 60_000;

/** When to start anew what keeps ending. All times in milliseconds. */
export class BackOff {
  readonly #firstPause: number;
  #inARow = 0;

  constructor(firstPause = 250) {
    this.#firstPause = firstPause;
  }

  /**
   * After each end.
   * @returns how long to wait; undefined after the sixth in a row that did not live for a minute: give up
   */
  next(lived: number): number | undefined {
    this.#inARow = lived >= wellAfter ? 1 : this.#inARow + 1;
    if (this.#inARow >= mostInARow) return undefined;
    return Math.min(longestPause, this.#firstPause * 2 ** (this.#inARow - 1));
  }

  /** A person asked to try again. */
  reset(): void {
    this.#inARow = 0;
  }
}
