import { type FileHandle, open } from 'node:fs/promises';
import { newline } from './record.ts';

const chunkLength = 32 * 1024;

/** Whole records as they follow each other in a file, and where the first begins. */
export interface RecordGroup {
  records: Buffer[];
  offset: number;
}

/**
 * Whole records of a file, oldest first, in groups of one read. At the end it answers undefined; when the file has
 * grown since, the next call goes on: so a file that is written can be followed. Memory: 32 KiB, and as much again or the
 * longest record for what is answered.
 */
export class SegmentReader {
  readonly path: string;
  #file: FileHandle | undefined;
  #offset: number;
  /** Read into again and again: who follows looks for more often, and mostly there is little or nothing. */
  readonly #chunk = Buffer.allocUnsafeSlow(chunkLength);

  constructor(path: string, offset = 0) {
    this.path = path;
    this.#offset = offset;
  }

  /** Whether there was no such file (dropped for the cap) when it was to be read. */
  isMissing = false;

  /**
   * Undefined at the end, or when the file is missing. A record's first half is never kept from one call to the next:
   * the end that a killed writer left is cut off meanwhile.
   */
  async next(): Promise<RecordGroup | undefined> {
    this.#file ??= await openOrNothing(this.path);
    this.isMissing = !this.#file;
    if (!this.#file) return undefined;
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const position = this.#offset + rest.length;
      const { bytesRead } = await this.#file.read(this.#chunk, 0, chunkLength, position);
      if (bytesRead === 0) return undefined;
      const bytes = Buffer.concat([rest, this.#chunk.subarray(0, bytesRead)]);
      const records = split(bytes);
      if (records.length > 0) {
        const offset = this.#offset;
        this.#offset += records.reduce((sum, record) => sum + record.length, 0);
        return { records, offset };
      }
      rest = bytes;
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}

/** Whether a record begins (or the file ends) there. */
export async function isBoundary(path: string, offset: number): Promise<boolean> {
  if (offset === 0) return true;
  const file = await openOrNothing(path);
  if (!file) return true;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, offset - 1);
    return bytesRead === 1 && buffer[0] === newline;
  } finally {
    await file.close();
  }
}

/** The records of a file from its end, newest first, each with where it begins. A torn last one is left out. */
export async function* readBackwards(path: string): AsyncGenerator<{ record: Buffer; offset: number }> {
  const file = await openOrNothing(path);
  if (!file) return;
  try {
    let start = (await file.stat()).size;
    // What belongs to a record that begins further up.
    let rest: Buffer = Buffer.alloc(0);
    let atEnd = true;
    while (start > 0) {
      const length = Math.min(chunkLength, start);
      start -= length;
      const chunk = Buffer.allocUnsafe(length);
      await file.read(chunk, 0, length, start);
      let bytes: Buffer = rest.length > 0 ? Buffer.concat([chunk, rest]) : chunk;
      if (atEnd) {
        const end = bytes.lastIndexOf(newline);
        if (end === -1) continue;
        bytes = bytes.subarray(0, end + 1);
        atEnd = false;
      }
      for (;;) {
        const before = bytes.length < 2 ? -1 : bytes.lastIndexOf(newline, bytes.length - 2);
        if (before === -1) break;
        yield { record: bytes.subarray(before + 1), offset: start + before + 1 };
        bytes = bytes.subarray(0, before + 1);
      }
      rest = bytes;
    }
    if (rest.length > 0) yield { record: rest, offset: 0 };
  } finally {
    await file.close();
  }
}

/** Each with its line's end; what comes after the last line's end is left out. */
function split(bytes: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let start = 0; ; ) {
    const end = bytes.indexOf(newline, start);
    if (end === -1) return records;
    records.push(bytes.subarray(start, end + 1));
    start = end + 1;
  }
}

async function openOrNothing(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}
