import type { LineSink } from './line-joiner.ts';
import { timeLength } from './record.ts';

/** The stored end of a container's log: the last records, in order; the first is like none that was stored before it. */
export interface StoredTail {
  /** Empty when nothing is stored. */
  records: readonly Buffer[];
}

/**
 * Takes the lines that are stored already away from the beginning of what the engine sends: it skips to the first of the
 * stored records and compares from there one by one, so that it does not matter how many lines share one time or are
 * the same altogether. A clock that was set back is no harm, since lines are compared and not their times.
 */
export class Aligner {
  readonly #records: readonly Buffer[];
  readonly #newest: Buffer;
  readonly #whole: boolean;
  readonly #sink: LineSink;
  readonly #whenApart: LineSink;
  #state: 'before' | 'within' | 'after' = 'before';
  /** Whether a line came that is not the first stored one. */
  #skipped = false;
  #at = 0;
  /** The engine's lines begin too late, and it can be asked for more. */
  tooShort = false;

  /**
   * `whole`: the engine was asked for all that it has. `whenApart` hears of the first line, before the sink does, when
   * it is later than all stored ones although `whole`: the engine has dropped what was between.
   */
  constructor({ records }: StoredTail, whole: boolean, sink: LineSink, whenApart: LineSink) {
    this.#records = records;
    this.#newest = records.map(timeOf).reduce((a, b) => (a.compare(b) > 0 ? a : b), Buffer.alloc(0));
    this.#whole = whole;
    this.#sink = sink;
    this.#whenApart = whenApart;
    if (records.length === 0) this.#state = 'after';
  }

  /** Whether what came has met the stored end: what came since is new. */
  get begun(): boolean {
    return this.#state === 'after' && this.#records.length > 0;
  }

  /** Whether lines came, but none that is stored. */
  get unmet(): boolean {
    return this.#state === 'before' && this.#skipped;
  }

  readonly push = (kind: number, payload: Buffer): void => {
    if (this.#state === 'before' && !this.tooShort) this.#seek(kind, payload);
    if (this.#state === 'within') this.#compare(kind, payload);
    else if (this.#state === 'after') this.#sink(kind, payload);
  };

  #seek(kind: number, payload: Buffer): void {
    const [first, second] = this.#records;
    if (isRecord(first, kind, payload)) {
      // Of equal lines it has to be known which is the first.
      const certain = this.#skipped || this.#whole || !(second && first?.equals(second));
      if (certain) this.#state = 'within';
      else this.tooShort = true;
    } else if (this.#whole && !this.#skipped) this.#begin(kind, payload);
    else if (!this.#whole && payload.compare(this.#newest, 0, timeLength, 0, timeLength) > 0)
      this.tooShort = true;
    else this.#skipped = true;
  }

  /** The oldest line that the engine has: it may have dropped some of the stored ones, or all. */
  #begin(kind: number, payload: Buffer): void {
    const at = this.#records.findIndex((record) => isRecord(record, kind, payload));
    if (at >= 0) {
      this.#at = at;
      this.#state = 'within';
    } else if (payload.compare(this.#newest, 0, timeLength, 0, timeLength) > 0) {
      this.#state = 'after';
      this.#whenApart(kind, payload);
    } else this.#skipped = true;
  }

  #compare(kind: number, payload: Buffer): void {
    // Where a line differs, the rest cannot be aligned: it is new.
    if (isRecord(this.#records[this.#at], kind, payload)) this.#at += 1;
    else {
      this.#at = this.#records.length;
      this.#sink(kind, payload);
    }
    if (this.#at === this.#records.length) this.#state = 'after';
  }
}

function timeOf(record: Buffer): Buffer {
  return record.subarray(1, 1 + timeLength);
}

function isRecord(record: Buffer | undefined, kind: number, payload: Buffer): boolean {
  return (
    record !== undefined &&
    record[0] === kind &&
    record.length === payload.length + 1 &&
    record.compare(payload, 0, payload.length, 1) === 0
  );
}
