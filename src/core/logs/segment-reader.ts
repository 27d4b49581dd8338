import { type FileHandle, open } from 'node:fs/promises';
import { newline } from './record.ts';

const chunkLength = 64 * 1024;

/**
 * Whole records of a file, oldest first, in groups of one read. At the end it answers undefined; when the file has
 * grown since, the next call goes on: so a file that is written can be followed. Memory: 64 KiB and the longest record.
 */
export class SegmentReader {
  readonly path: string;
  #file: FileHandle | undefined;
  #offset: number;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string, offset = 0) {
    this.path = path;
    this.#offset = offset;
  }

  /** Undefined at the end, or when the file is gone (dropped for the cap). */
  async next(): Promise<Buffer[] | undefined> {
    this.#file ??= await openOrNothing(this.path);
    if (!this.#file) return undefined;
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkLength);
      const { bytesRead } = await this.#file.read(chunk, 0, chunkLength, this.#offset);
      if (bytesRead === 0) return undefined;
      this.#offset += bytesRead;
      const fresh = chunk.subarray(0, bytesRead);
      const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, fresh]) : fresh;
      const records = split(bytes);
      const whole = records.reduce((sum, record) => sum + record.length, 0);
      this.#rest = bytes.subarray(whole);
      if (records.length > 0) return records;
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
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
