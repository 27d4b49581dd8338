import { headLength, timeLength } from './record.ts';

/** No engine writes faster than 500 MB/s; they are measured at 80. */
const nanosecondsForByte = 2;
/** The engine splits lines into records of this size. */
export const engineRecord = 16 * 1024;

/**
 * Counts what lines take in the engine's `json-file`, to tell whether any are missing between the beginnings of two
 * files: a file is left when it has reached `max-size`, and not before. So lines that fill files to the last record are
 * complete, and others are not.
 */
export class FileSizes {
  readonly #fileSize: number;
  #bytes: number | undefined;
  #longest = 0;

  /** `fileSize` in bytes; not a number where it is not known how the engine keeps lines. */
  constructor(fileSize: number) {
    this.#fileSize = fileSize;
  }

  /** The next line is the first of a file. */
  begin(): void {
    this.#bytes = 0;
    this.#longest = 0;
  }

  /** It is not known any more where a file began. */
  lose(): void {
    this.#bytes = undefined;
  }

  add(payload: Buffer): void {
    if (this.#bytes === undefined || Number.isNaN(this.#fileSize)) return;
    const size = sizeInJsonFile(payload);
    this.#bytes += size;
    this.#longest = Math.max(this.#longest, size);
  }

  /**
   * The time in which a file could be written at best, in nanoseconds: between two lines that are closer there cannot be
   * one that is missing as a whole. Undefined where it is not known how the engine keeps lines.
   */
  get shortestTime(): bigint | undefined {
    return Number.isNaN(this.#fileSize) ? undefined : BigInt(Math.floor(this.#fileSize * nanosecondsForByte));
  }

  /** Whether the lines since `begin` fill whole files; undefined when that cannot be told. */
  get filled(): boolean | undefined {
    if (this.#bytes === undefined || Number.isNaN(this.#fileSize)) return undefined;
    const files = Math.floor(this.#bytes / this.#fileSize);
    return files > 0 && this.#bytes - files * this.#fileSize <= files * this.#longest;
  }
}

/** `{"log":"…\n","stream":"stdout","time":"…"}` and a line's end, for each record. */
const frame = '{"log":"","stream":"stdout","time":""}\n'.length;

/** As Docker's encoder escapes: more than JSON asks for, and without `\t`. */
export function sizeInJsonFile(payload: Buffer): number {
  let text = 2;
  for (let index = headLength; index < payload.length - 1; index++) {
    const byte = payload[index] as number;
    if (byte === 0x22 || byte === 0x5c || byte === 0x0d) text += 2;
    else if (byte < 0x20 || byte === 0x3c || byte === 0x3e || byte === 0x26) text += 6;
    else if (byte === 0xef && payload[index + 1] === 0xbf && payload[index + 2] === 0xbd) {
      // What was not UTF-8 is written as an escape.
      text += 6;
      index += 2;
    } else if (byte === 0xe2 && payload[index + 1] === 0x80 && ((payload[index + 2] ?? 0) & 0xfe) === 0xa8) {
      text += 6;
      index += 2;
    } else text += 1;
  }
  const records = Math.max(1, Math.ceil((payload.length - headLength - 1) / engineRecord));
  return text + records * (frame + timeInJsonFile(payload));
}

/** Without zeros at the end of the fraction. */
function timeInJsonFile(payload: Buffer): number {
  let end = timeLength - 1;
  while (payload[end - 1] === 0x30) end -= 1;
  if (payload[end - 1] === 0x2e) end -= 1;
  return end + 1;
}

/** Docker's sizes: `10m` is ten million. */
export function humanSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgtp])?i?b?$/i.exec(text.trim());
  if (!match) return Number.NaN;
  return Number(match[1]) * 1000 ** ' kmgtp'.indexOf((match[2] ?? ' ').toLowerCase());
}
