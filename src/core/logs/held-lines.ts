import { Bell } from '../waiting/index.ts';

/** A line with the kind of its record; `payload` is time, space, line and line's end. */
export interface Line {
  kind: number;
  payload: Buffer;
}

/** What is held at most, in bytes; then whoever adds has to wait. */
const limit = 4 * 1024 * 1024;

/** Lines that one side adds as they come and the other takes when it is ready. Memory: 4 MiB and one chunk. */
export class HeldLines {
  #lines: Line[] = [];
  #length = 0;
  #ended = false;
  #error: unknown;
  readonly #changed = new Bell();

  readonly add = (kind: number, payload: Buffer): void => {
    this.#lines.push({ kind, payload });
    this.#length += payload.length;
    if (this.#lines.length === 1) this.#changed.ring();
  };

  /** Nothing when there is room, else resolves when there is again. */
  room(): Promise<void> | undefined {
    return this.#length > limit && !this.#ended ? this.#changed.next() : undefined;
  }

  /** Resolves to true when there are lines, to false when there are none and none will come. */
  async some(): Promise<boolean> {
    while (this.#lines.length === 0) {
      if (this.#error) throw this.#error;
      if (this.#ended) return false;
      await this.#changed.next();
    }
    return true;
  }

  /** Whether there are lines, or some come within the time (in milliseconds). */
  async someWithin(patience: number): Promise<boolean> {
    const time = AbortSignal.timeout(patience);
    while (this.#lines.length === 0 && !this.#ended && !time.aborted) await this.#changed.next(time);
    return this.#lines.length > 0;
  }

  take(): Line[] {
    const lines = this.#lines;
    this.#lines = [];
    this.#length = 0;
    this.#changed.ring();
    return lines;
  }

  end(error?: unknown): void {
    this.#ended = true;
    this.#error = error;
    this.#changed.ring();
  }
}
