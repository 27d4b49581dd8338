/** As much as the core takes in one call. */
const longest = 250_000;

/**
 * Passes on what is typed, in order: one call at a time, and what is typed meanwhile goes together with the next. What
 * could not be passed on is forgotten: nobody wants to see it come minutes later.
 */
export class InputQueue {
  readonly #send: (text: string) => Promise<unknown>;
  readonly #onFailure: (thrown: unknown) => void;
  #waiting = '';
  #sending = false;

  constructor(send: (text: string) => Promise<unknown>, onFailure: (thrown: unknown) => void) {
    this.#send = send;
    this.#onFailure = onFailure;
  }

  add(text: string): void {
    this.#waiting += text;
    if (!this.#sending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    try {
      while (this.#waiting !== '') {
        const text = this.#waiting.slice(0, longest);
        this.#waiting = this.#waiting.slice(longest);
        await this.#send(text);
      }
    } catch (thrown) {
      this.#waiting = '';
      this.#onFailure(thrown);
    } finally {
      this.#sending = false;
    }
  }
}
