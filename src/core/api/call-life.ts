/**
 * How long one call lives: until its client aborts it, leaves the stream, or is gone altogether, or the core is. One signal
 * for all of them, so that a handler has one thing to wire.
 */
export class CallLife {
  readonly #abort = new AbortController();
  readonly #parents: AbortSignal[];

  constructor(parents: (AbortSignal | undefined)[]) {
    this.#parents = parents.filter((parent) => parent !== undefined);
    for (const parent of this.#parents) {
      // An abort that came before is not told again.
      if (parent.aborted) this.#abort.abort(parent.reason);
      parent.addEventListener('abort', this.#onParent);
    }
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Nobody waits for it any more. */
  abort(): void {
    this.#abort.abort();
    this.end();
  }

  /** It is over: the parents, which may live on for days, forget it. */
  end(): void {
    for (const parent of this.#parents) parent.removeEventListener('abort', this.#onParent);
  }

  readonly #onParent = () => this.abort();
}
