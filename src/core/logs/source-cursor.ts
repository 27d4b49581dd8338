import { stat } from 'node:fs/promises';
import type { Position } from './checkpoint.ts';
import { UnknownCheckpoint } from './errors.ts';
import { LineSearch } from './line-search.ts';
import type { LogLine, LogRecord } from './logs.ts';
import { headLength, kinds, nanoAt, timeText } from './record.ts';
import type { LogContainer, Segment, SegmentIndex } from './segment-index.ts';
import { isBoundary, type RecordGroup, readBackwards, SegmentReader } from './segment-reader.ts';

/** Which lines are wanted. */
export interface Wanted {
  since?: bigint | undefined;
  until?: bigint | undefined;
  grep?: RegExp | undefined;
}

/** What a reader left out. */
export interface Skipped {
  lines: number;
  fromNano: bigint;
  toNano: bigint;
}

const idLength = 12;
/** How many records from the end are searched at once. */
const searchLength = 512;
/** By how much lines may be out of the order of time; see segment-writer.ts. */
const disorder = 100_000_000n;

/**
 * Where a reader is in the kept log of one container name: the segments of all containers that had it, one after the
 * other. Memory: two reads of 32 KiB, or the longest record.
 */
export class SourceCursor {
  readonly #index: SegmentIndex;
  readonly #wanted: Wanted;
  readonly #search: LineSearch | undefined;
  readonly #containers: LogContainer[] = [];
  #current: Pick<Segment, 'container' | 'number'> | undefined;
  #reader: SegmentReader | undefined;
  #records: Buffer[] = [];
  #matches: boolean[] | undefined;
  #at = 0;
  /** Where the record `#at` begins. */
  #offset = 0;
  /** The current segment was dropped before it was read to its end. */
  #lost = false;
  /** What is told before the next record, and where a reader that has not heard it yet goes on. */
  #gap: { record: Buffer; before: Position | undefined } | undefined;
  #lastNano = 0n;

  constructor(index: SegmentIndex, wanted: Wanted) {
    this.#index = index;
    this.#wanted = wanted;
    this.#search = wanted.grep && new LineSearch(wanted.grep);
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
    for (const segment of this.#segments().reverse()) {
      if (this.#isOver(segment)) return;
      for await (const { record, offset } of this.#searchedBackwards(segment)) {
        if (record[0] === kinds.gap) continue;
        left -= 1;
        if (left === 0) return this.#open(segment, offset);
      }
    }
  }

  /**
   * Goes on at a position of one of its containers; `nano` is the time of the last record that was read. When the
   * segment is not kept any more, a gap and the oldest that is kept come next.
   */
  async resume(positions: readonly Position[], nano: bigint): Promise<void> {
    for (const { container: id, segment: number, offset } of positions) {
      const container = this.#containers.find((one) => one.id.startsWith(id));
      if (!container) continue;
      this.#lastNano = nano;
      const segment = this.#index.segments(container).find((one) => one.number === number);
      if (segment && !(await isBoundary(segment.path, offset))) throw new UnknownCheckpoint();
      if (segment) await this.#open(segment, offset);
      else {
        this.#current = { container, number };
        this.#offset = offset;
        this.#lost = true;
      }
    }
  }

  /** Of the record that comes next. Undefined when nothing was read yet. */
  position(): Position | undefined {
    if (this.#gap) return this.#gap.before;
    if (!this.#current) return undefined;
    return {
      container: this.#current.container.id.slice(0, idLength),
      segment: this.#current.number,
      offset: this.#offset,
    };
  }

  /** The next wanted record without taking it; undefined at the end of what is there now. */
  async peek(): Promise<{ nano: bigint; record: Buffer } | undefined> {
    for (;;) {
      if (this.#gap) return { nano: nanoAt(this.#gap.record, 1), record: this.#gap.record };
      for (; this.#at < this.#records.length; this.#pass()) {
        const record = this.#records[this.#at] as Buffer;
        if (this.#matches?.[this.#at] !== false && this.#isOfTime(record))
          return { nano: nanoAt(record, 1), record };
      }
      if (!(await this.#more())) return undefined;
    }
  }

  take(record: Buffer): LogRecord {
    const container = this.#current?.container as LogContainer;
    this.#drop(record);
    return toLogRecord(record, container);
  }

  /** Bytes that are kept and were not read yet; how it is before the next read. */
  async backlog(): Promise<number> {
    let bytes = 0;
    for (const segment of this.#segments()) {
      const isCurrent = segment.number === this.#current?.number && this.#isOfCurrent(segment);
      if (!isCurrent && !this.#isLater(segment)) continue;
      bytes += segment.sealed ? segment.bytes : await sizeOf(segment.path);
      if (isCurrent) bytes -= this.#offset;
    }
    return bytes;
  }

  /** Passes over all but about the last `keep` of so many bytes. */
  async skip(backlog: number, keep: number): Promise<Skipped | undefined> {
    let skipped: Skipped | undefined;
    let left = backlog;
    for (let head = await this.peek(); head && left > keep; head = await this.peek()) {
      left -= head.record.length;
      if (head.record[0] === kinds.gap) break;
      skipped ??= { lines: 0, fromNano: head.nano, toNano: head.nano };
      skipped.lines += 1;
      skipped.toNano = head.nano;
      this.#drop(head.record);
    }
    return skipped;
  }

  async close(): Promise<void> {
    await this.#reader?.close();
  }

  #drop(record: Buffer): void {
    this.#lastNano = nanoAt(record, 1);
    if (this.#gap) this.#gap = undefined;
    else this.#pass();
  }

  #pass(): void {
    this.#offset += this.#records[this.#at]?.length ?? 0;
    this.#at += 1;
  }

  /** Reads on; answers whether there was more. */
  async #more(): Promise<boolean> {
    for (;;) {
      if (this.#load(await this.#reader?.next())) return true;
      const next = this.#after();
      if (!next) return false;
      // What was added between the read that found the end and the seal.
      if (this.#load(await this.#reader?.next())) return true;
      const before = this.position();
      const lost =
        this.#lost ||
        this.#reader?.isMissing ||
        (this.#current && this.#isOfCurrent(next) && next.number > this.#current.number + 1);
      await this.#open(next, 0);
      if (!lost) continue;
      const from = timeText(this.#lastNano < next.firstNano ? this.#lastNano : next.firstNano);
      this.#gap = { record: Buffer.from(`g${from} ${timeText(next.firstNano)}\n`), before };
      return true;
    }
  }

  #load(group: RecordGroup | undefined): boolean {
    if (!group) return false;
    this.#records = group.records;
    this.#matches = this.#search?.matches(group.records);
    this.#at = 0;
    this.#offset = group.offset;
    return true;
  }

  async #open(segment: Segment, offset: number): Promise<void> {
    await this.#reader?.close();
    this.#current = segment;
    this.#reader = new SegmentReader(segment.path, offset);
    this.#records = [];
    this.#at = 0;
    this.#offset = offset;
    this.#lost = false;
  }

  async *#searchedBackwards(segment: Segment): AsyncGenerator<{ record: Buffer; offset: number }> {
    let group: { record: Buffer; offset: number }[] = [];
    const search = this.#search;
    const found = () => {
      const matches = search?.matches(group.map(({ record }) => record));
      return group.filter(({ record }, at) => matches?.[at] !== false && this.#isOfTime(record));
    };
    for await (const one of readBackwards(segment.path)) {
      group.push(one);
      if (search && group.length < searchLength) continue;
      yield* found();
      group = [];
    }
    yield* found();
  }

  #after(): Segment | undefined {
    const segments = this.#segments();
    if (!this.#current) return segments.find((segment) => !this.#isOver(segment) && !this.#isBeyond(segment));
    return segments.find((segment) => this.#isLater(segment) && !this.#isBeyond(segment));
  }

  #isLater(segment: Segment): boolean {
    if (!this.#current) return true;
    const rank = (container: LogContainer) => this.#containers.findIndex(({ row }) => row === container.row);
    const [at, other] = [rank(this.#current.container), rank(segment.container)];
    return other > at || (other === at && segment.number > this.#current.number);
  }

  #isOfCurrent(segment: Segment): boolean {
    return segment.container.row === this.#current?.container.row;
  }

  #isOver(segment: Segment): boolean {
    const { since } = this.#wanted;
    return segment.sealed && since !== undefined && segment.lastNano + disorder < since;
  }

  #isBeyond(segment: Segment): boolean {
    const { until } = this.#wanted;
    return until !== undefined && segment.firstNano - disorder > until;
  }

  #segments(): Segment[] {
    return this.#containers.flatMap((container) => this.#index.segments(container));
  }

  #isOfTime(record: Buffer): boolean {
    const { since, until } = this.#wanted;
    if (since === undefined && until === undefined) return true;
    const nano = nanoAt(record, 1);
    return (since === undefined || nano >= since) && (until === undefined || nano <= until);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    // Dropped for the cap meanwhile.
    return 0;
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
