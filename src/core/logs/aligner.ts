import type { LineSink } from './line-joiner.ts';
import { timeLength, timeText } from './record.ts';

/** The stored end of a container's log: all records from `since` on, in order. */
export interface StoredTail {
  since: bigint;
  /** Empty when nothing is stored. */
  records: readonly Buffer[];
}

/**
 * Takes the lines that are stored already away from the beginning of what the engine sends. Both sides leave out what is
 * older than `since`; so what is left of the engine's begins with the stored records, one by one, however many lines
 * share one time or are the same altogether. It has to be known for that that the engine's lines begin before `since`.
 */
export class Aligner {
  readonly #records: readonly Buffer[];
  readonly #since: Buffer;
  readonly #whole: boolean;
  readonly #sink: LineSink;
  readonly #whenApart: LineSink;
  #state: 'before' | 'within' | 'after' = 'before';
  #covered = false;
  #at = 0;
  /** The engine's lines begin too late, and it can be asked for more. */
  tooShort = false;

  /**
   * `whole`: the engine was asked for all that it has. `whenApart` hears of the first line, before the sink does, when
   * it is none of the stored ones although `whole`: the engine has dropped what was between.
   */
  constructor({ since, records }: StoredTail, whole: boolean, sink: LineSink, whenApart: LineSink) {
    this.#records = records;
    this.#since = Buffer.from(timeText(since));
    this.#whole = whole;
    this.#sink = sink;
    this.#whenApart = whenApart;
    if (records.length === 0) this.#state = 'after';
  }

  /** Whether what came has met the stored end: what came since is new. */
  get begun(): boolean {
    return this.#state === 'after' && this.#records.length > 0;
  }

  readonly push = (kind: number, payload: Buffer): void => {
    if (this.#state === 'after') this.#sink(kind, payload);
    else if (!this.tooShort) this.#align(kind, payload);
  };

  #align(kind: number, payload: Buffer): void {
    if (payload.compare(this.#since, 0, timeLength, 0, timeLength) < 0) {
      this.#covered = true;
      return;
    }
    if (this.#state === 'before') this.#begin(kind, payload);
    if (this.tooShort) return;
    // Where a line differs, the rest cannot be aligned: it is new.
    if (isRecord(this.#records[this.#at], kind, payload)) this.#at += 1;
    else this.#at = this.#records.length + 1;
    if (this.#at >= this.#records.length) this.#state = 'after';
    if (this.#at > this.#records.length) this.#sink(kind, payload);
  }

  #begin(kind: number, payload: Buffer): void {
    this.#state = 'within';
    const [first, second] = this.#records;
    if (this.#covered || (isRecord(first, kind, payload) && !(second && first?.equals(second)))) return;
    if (!this.#whole) {
      this.tooShort = true;
      return;
    }
    // The engine has dropped some of the stored lines, or all of them.
    this.#at = this.#records.findIndex((record) => isRecord(record, kind, payload));
    if (this.#at === -1) this.#whenApart(kind, payload);
  }
}

function isRecord(record: Buffer | undefined, kind: number, payload: Buffer): boolean {
  return (
    record !== undefined &&
    record[0] === kind &&
    record.length === payload.length + 1 &&
    record.compare(payload, 0, payload.length, 1) === 0
  );
}
