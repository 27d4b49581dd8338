import type { LineSink } from './line-joiner.ts';

/**
 * Takes the lines that are stored already away from the beginning of a replay. `stored` are the records of the stored
 * end in the engine's order, chosen by the same time from which the replay begins: so they are what the replay begins
 * with, line by line, however many share one time. Lines are compared as bytes.
 */
export class Aligner {
  readonly #stored: readonly Buffer[];
  readonly #sink: LineSink;
  readonly #whenApart: LineSink;
  #at: number | undefined;

  /**
   * `whenApart` hears of the first line (before the sink does) when it is none of the stored ones: then the engine has
   * dropped what was between, or has not been asked for it.
   */
  constructor(stored: readonly Buffer[], sink: LineSink, whenApart: LineSink) {
    this.#stored = stored;
    this.#sink = sink;
    this.#whenApart = whenApart;
  }

  /** Whether any line came. */
  get begun(): boolean {
    return this.#at !== undefined;
  }

  push(kind: number, payload: Buffer): void {
    let at = this.#at ?? this.#begin(kind, payload);
    // The rest cannot be aligned once a line differs: what comes is new.
    if (at < this.#stored.length && !isRecord(this.#stored[at], kind, payload)) at = this.#stored.length;
    if (at === this.#stored.length) this.#sink(kind, payload);
    this.#at = Math.min(at + 1, this.#stored.length);
  }

  /** The engine may have dropped the oldest of the stored lines. */
  #begin(kind: number, payload: Buffer): number {
    if (this.#stored.length === 0) return 0;
    const at = this.#stored.findIndex((record) => isRecord(record, kind, payload));
    if (at >= 0) return at;
    this.#whenApart(kind, payload);
    return this.#stored.length;
  }
}

export function isRecord(record: Buffer | undefined, kind: number, payload: Buffer): boolean {
  return (
    record !== undefined &&
    record[0] === kind &&
    record.length === payload.length + 1 &&
    record.compare(payload, 0, payload.length, 1) === 0
  );
}
