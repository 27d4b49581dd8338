import { stat } from 'node:fs/promises';
import type { LogLine, LogRecord } from './logs.ts';
import { headLength, kinds, nanoAt } from './record.ts';
import type { LogContainer, Segment, SegmentIndex } from './segment-index.ts';
import { readBackwards, SegmentReader } from './segment-reader.ts';

/** Which lines are wanted. */
export interface Wanted {
  since?: bigint | undefined;
  until?: bigint | undefined;
  grep?: RegExp | undefined;
}

/**
 * Where a reader is in the kept log of one container name: the segments of all containers that had it, one after the
 * other. Memory: one read of 64 KiB, or the longest record.
 */
export class SourceCursor {
  readonly #index: SegmentIndex;
  readonly #wanted: Wanted;
  readonly #containers: LogContainer[] = [];
  #current: Segment | undefined;
  #reader: SegmentReader | undefined;
  #records: Buffer[] = [];
  #at = 0;

  constructor(index: SegmentIndex, wanted: Wanted) {
    this.#index = index;
    const { grep } = wanted;
    // A pattern with `g` or `y` would remember where it stood.
    this.#wanted = { ...wanted, grep: grep && new RegExp(grep.source, grep.flags.replace(/[gy]/g, '')) };
  }

  /** A later container of the same name. */
  add(container: LogContainer): void {
    this.#containers.push(container);
  }

  /** Begins at the last `count` wanted lines. Read from the end. */
  async seekTail(count: number): Promise<void> {
    // None of what is there, all of what will come.
    if (count === 0) {
      const newest = this.#segments().at(-1);
      if (newest) await this.#open(newest, (await stat(newest.path)).size);
      return;
    }
    let left = count;
    for (const segment of this.#segments().reverse())
      for await (const { record, offset } of readBackwards(segment.path)) {
        if (record[0] === kinds.gap || !this.#isWanted(record)) continue;
        left -= 1;
        if (left === 0) return this.#open(segment, offset);
      }
  }

  /** The next wanted record without taking it; undefined at the end of what is there now. */
  async peek(): Promise<{ nano: bigint; record: Buffer } | undefined> {
    for (;;) {
      for (; this.#at < this.#records.length; this.#at += 1) {
        const record = this.#records[this.#at] as Buffer;
        if (this.#isWanted(record)) return { nano: nanoAt(record, 1), record };
      }
      const more = await this.#more();
      if (!more) return undefined;
      this.#records = more;
      this.#at = 0;
    }
  }

  take(record: Buffer): LogRecord {
    this.#at += 1;
    return toLogRecord(record, this.#current?.container as LogContainer);
  }

  async close(): Promise<void> {
    await this.#reader?.close();
  }

  async #more(): Promise<Buffer[] | undefined> {
    for (;;) {
      const records = await this.#reader?.next();
      if (records) return records;
      const next = this.#after(this.#current);
      if (!next) return undefined;
      // What was added between the read that found the end and the seal.
      const rest = await this.#reader?.next();
      if (rest) return rest;
      await this.#open(next, 0);
    }
  }

  async #open(segment: Segment, offset: number): Promise<void> {
    await this.#reader?.close();
    this.#current = segment;
    this.#reader = new SegmentReader(segment.path, offset);
    this.#records = [];
    this.#at = 0;
  }

  #after(current: Segment | undefined): Segment | undefined {
    const segments = this.#segments();
    if (!current) return segments.find((segment) => !this.#isOver(segment));
    const at = this.#containers.findIndex(({ row }) => row === current.container.row);
    return segments.find((segment) => {
      const later = this.#containers.findIndex(({ row }) => row === segment.container.row);
      return later > at || (later === at && segment.number > current.number);
    });
  }

  #isOver(segment: Segment): boolean {
    return segment.sealed && this.#wanted.since !== undefined && segment.lastNano < this.#wanted.since;
  }

  #segments(): Segment[] {
    return this.#containers.flatMap((container) => this.#index.segments(container));
  }

  #isWanted(record: Buffer): boolean {
    const { since, until, grep } = this.#wanted;
    if (since !== undefined || until !== undefined) {
      const nano = nanoAt(record, 1);
      if (since !== undefined && nano < since) return false;
      if (until !== undefined && nano > until) return false;
    }
    return (
      grep === undefined ||
      record[0] === kinds.gap ||
      grep.test(record.toString('utf8', 1 + headLength, record.length - 1))
    );
  }
}

function toLogRecord(record: Buffer, container: LogContainer): LogRecord {
  const timeNano = nanoAt(record, 1);
  if (record[0] === kinds.gap)
    return {
      kind: 'gap',
      gap: { container: container.name, fromNano: timeNano, toNano: nanoAt(record, 1 + headLength) },
    };
  const line: LogLine = {
    service: container.service,
    container: container.name,
    stream: record[0] === kinds.stdout || record[0] === kinds.stdoutGoesOn ? 'stdout' : 'stderr',
    timeNano,
    data: record.subarray(1 + headLength, -1),
  };
  if (record[0] === kinds.stdoutGoesOn || record[0] === kinds.stderrGoesOn) line.goesOn = true;
  return { kind: 'line', line };
}
