import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { StoredTail } from './aligner.ts';
import { kinds, nanoAt, timeLength, timeText } from './record.ts';
import type { LogContainer, Segment, SegmentIndex } from './segment-index.ts';
import { readBackwards } from './segment-reader.ts';

const bufferLength = 256 * 1024;
/** How late a line may come to the file at most. */
const flushMilliseconds = 40;
/** How old the index's row of an open segment may be. */
const indexMilliseconds = 1_000;

/** How far the stored end goes back: so many records or bytes, whichever is reached first. */
const tailRecords = 64;
const tailBytes = 256 * 1024;
/**
 * Lines of two streams get their time before they stand in line for the engine's file, so they may be a little out of
 * order there. More than this, in nanoseconds, and the engine's clock was set back.
 */
const disorder = 100_000_000n;
/** What is looked back at most, in bytes, should that many lines have one time. */
const longestTail = 32 * 1024 * 1024;

/**
 * Appends a container's lines to its segments. Only the holder of the stack's lock may have one.
 * Memory: one buffer of 256 KiB. Written synchronously, a buffer at a time, into the system's cache: about 0.1 ms.
 */
export class SegmentWriter {
  readonly #index: SegmentIndex;
  readonly #container: LogContainer;
  readonly #segmentLimit: number;
  readonly #cap: number;
  readonly #buffer = Buffer.allocUnsafeSlow(bufferLength);
  #used = 0;
  /** Where the newest record in the buffer begins. */
  #lastAt = 0;
  #open: { file: number; segment: Segment } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #indexedAt = 0;
  #failure: unknown;

  constructor(index: SegmentIndex, container: LogContainer, cap: number) {
    this.#index = index;
    this.#container = container;
    this.#cap = cap;
    // Small enough that the cap holds with many containers, whose newest segment is never dropped.
    this.#segmentLimit = Math.min(4 * 1024 * 1024, Math.max(64 * 1024, Math.floor(cap / 64)));
  }

  /** `payload` is time, space, line and line's end. */
  append(kind: number, payload: Buffer): void {
    const length = payload.length + 1;
    if (this.#used + length > bufferLength) this.flush();
    if (length > bufferLength) {
      this.#write(Buffer.concat([Buffer.of(kind), payload]), 0);
      return;
    }
    this.#lastAt = this.#used;
    this.#buffer[this.#used] = kind;
    payload.copy(this.#buffer, this.#used + 1);
    this.#used += length;
    this.#timer ??= setTimeout(() => this.#flushLater(), flushMilliseconds);
  }

  appendGap(fromNano: bigint, toNano: bigint): void {
    this.append(kinds.gap, Buffer.from(`${timeText(fromNano)} ${timeText(toNano)}\n`));
  }

  /** After this, others see what was appended. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#failure) throw this.#failure;
    if (this.#used === 0) return;
    const { bytes, lastAt } = { bytes: this.#buffer.subarray(0, this.#used), lastAt: this.#lastAt };
    this.#used = 0;
    this.#write(bytes, lastAt);
  }

  tail(): Promise<StoredTail> {
    this.flush();
    return storedTail(this.#index, this.#container);
  }

  close(): void {
    try {
      this.flush();
    } finally {
      if (this.#open) {
        this.#index.put(this.#open.segment);
        closeSync(this.#open.file);
        this.#open = undefined;
      }
    }
  }

  /** Nobody waits for a flush by time: its error comes up at the next call. */
  #flushLater(): void {
    try {
      this.flush();
    } catch (thrown) {
      this.#failure = thrown;
    }
  }

  #write(bytes: Buffer, lastAt: number): void {
    this.#open ??= this.#openSegment(bytes);
    const open = this.#open;
    for (let written = 0; written < bytes.length; ) written += writeSync(open.file, bytes, written);
    const { segment } = open;
    segment.bytes += bytes.length;
    segment.lastNano = nanoAt(bytes, lastAt + 1);
    if (segment.bytes >= this.#segmentLimit) this.#seal();
    else if (performance.now() > this.#indexedAt + indexMilliseconds) {
      this.#indexedAt = performance.now();
      this.#index.put(segment);
    }
  }

  #seal(): void {
    if (!this.#open) return;
    const { file, segment } = this.#open;
    this.#open = undefined;
    closeSync(file);
    this.#index.put({ ...segment, sealed: true });
    this.#index.trim(this.#cap);
  }

  #openSegment(first: Buffer): { file: number; segment: Segment } {
    const newest = this.#index.segments(this.#container).at(-1);
    if (newest && !newest.sealed) {
      const file = openSync(newest.path, 'a+', 0o600);
      return { file, segment: { ...newest, bytes: fstatSync(file).size } };
    }
    const number = (newest?.number ?? 0) + 1;
    const segment: Segment = {
      container: this.#container,
      number,
      path: this.#index.path(this.#container, number),
      bytes: 0,
      firstNano: nanoAt(first, 1),
      lastNano: nanoAt(first, 1),
      sealed: false,
    };
    // The row first: a file without a row would never be read or dropped.
    this.#index.put(segment);
    return { file: openSync(segment.path, 'a', 0o600), segment };
  }
}

/**
 * Cuts off what a killed process had written of a last record, so that what is appended next begins a record.
 * Answers how many bytes there were.
 */
export async function cutTornEnd(path: string): Promise<number> {
  let end = 0;
  for await (const { record, offset } of readBackwards(path)) {
    end = offset + record.length;
    break;
  }
  const file = openSync(path, 'a+', 0o600);
  try {
    const torn = fstatSync(file).size - end;
    if (torn > 0) ftruncateSync(file, end);
    return torn;
  } finally {
    closeSync(file);
  }
}

/**
 * What the engine's log is compared with to go on where the store ends: a few records, the first of which is like none
 * before it. Equal lines have one time and one stream, and within a stream times rise; a line of the other stream may
 * have been given its time before it stood in line for the file, but no more than one at once. So two records of other
 * times in a row show that there are no more of this time. It does not go back beyond where a clock was set back.
 */
export async function storedTail(index: SegmentIndex, container: LogContainer): Promise<StoredTail> {
  const records: Buffer[] = [];
  let length = 0;
  let others: Buffer[] = [];
  let newest: bigint | undefined;
  for (const { path } of index.segments(container).reverse())
    for await (const { record } of readBackwards(path)) {
      if (record[0] === kinds.gap) continue;
      const time = nanoAt(record, 1);
      if (newest !== undefined && time > newest + disorder) return { records: records.reverse() };
      if (newest === undefined || time > newest) newest = time;
      const first = records.at(-1);
      const enough = records.length >= tailRecords || length >= tailBytes;
      if (first && enough && !isOfOneTime(first, record)) {
        others.push(record);
        if (others.length === 2) return { records: records.reverse() };
        continue;
      }
      for (const taken of [...others, record]) {
        records.push(taken);
        length += taken.length;
      }
      others = [];
      if (length > longestTail) return { records: records.reverse() };
    }
  return { records: [...records, ...others].reverse() };
}

function isOfOneTime(record: Buffer, other: Buffer): boolean {
  return record.compare(other, 1, 1 + timeLength, 1, 1 + timeLength) === 0;
}
