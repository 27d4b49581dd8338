import type { LogChunk } from '../engine/index.ts';
import { headLength, isTimeAt, kinds, longestLine, newline, timeLength, withStoredTime } from './record.ts';

/** Takes whole lines: the kind of record, and time, space, line and line's end in one piece. */
export type LineSink = (kind: number, payload: Buffer) => void;

/** The engine splits lines into pieces of this size, each with the line's time before it. */
const pieceLength = 16 * 1024;

interface Pending {
  /** Time and space. */
  head: Buffer;
  pieces: Buffer[];
  length: number;
}

/**
 * Makes lines of what the engine sends with `timestamps`: pieces of one stream with one time and without a line's end
 * between them are one line. Memory: at most 1 MiB for each stream; a longer line comes as several records.
 */
export class LineJoiner {
  readonly #tty: boolean;
  readonly #sink: LineSink;
  readonly #pending: { stdout: Pending | undefined; stderr: Pending | undefined } = {
    stdout: undefined,
    stderr: undefined,
  };
  /** Of a tty: what came after the last whole piece. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(tty: boolean, sink: LineSink) {
    this.#tty = tty;
    this.#sink = sink;
  }

  push({ stream, data }: LogChunk): void {
    if (this.#tty) this.#pushRaw(data);
    else this.#pushPiece(stream, data);
  }

  /** Whether there is a line whose end has not come. */
  get pending(): boolean {
    return this.#rest.length > 0 || this.#pending.stdout !== undefined || this.#pending.stderr !== undefined;
  }

  /** At the end of a log: what has no line's end is a line, too. */
  end(): void {
    if (this.#rest.length > 0) this.#pushPiece('stdout', this.#rest);
    this.#rest = Buffer.alloc(0);
    this.#finish('stdout');
    this.#finish('stderr');
  }

  /** One record of the engine: nearly always a whole line, which goes on uncopied. */
  #pushPiece(stream: LogChunk['stream'], data: Buffer): void {
    const payload = isTimeAt(data, 0) ? data : withStoredTime(data);
    const pending = this.#pending[stream];
    if (pending && payload.compare(pending.head, 0, timeLength, 0, timeLength) !== 0) this.#finish(stream);
    const end = payload.indexOf(newline, headLength);
    if (end === -1) this.#keep(stream, payload);
    else if (end < payload.length - 1) this.#pushLines(stream, payload, end + 1);
    else if (this.#pending[stream]) {
      this.#keep(stream, payload.subarray(0, end));
      this.#finish(stream);
    } else if (payload.length > longestLine + headLength) {
      this.#keep(stream, payload.subarray(0, end));
      this.#finish(stream);
    } else this.#emit(stream, payload);
  }

  /** Several lines in one record: not Docker's way, but others' (they have one time then). */
  #pushLines(stream: LogChunk['stream'], payload: Buffer, split: number): void {
    this.#pushPiece(stream, payload.subarray(0, split));
    const rest = payload.subarray(split);
    const timed = rest.length > headLength && isTimeAt(rest, 0);
    this.#pushPiece(stream, timed ? rest : Buffer.concat([payload.subarray(0, headLength), rest]));
  }

  #keep(stream: LogChunk['stream'], payload: Buffer): void {
    const head = Buffer.from(payload.subarray(0, headLength));
    const pending = this.#pending[stream] ?? { head, pieces: [], length: 0 };
    this.#pending[stream] = pending;
    // A copy, so that a small piece does not hold the whole chunk that it came in.
    pending.pieces.push(Buffer.from(payload.subarray(headLength)));
    pending.length += payload.length - headLength;
    while (pending.length > longestLine) {
      const bytes = Buffer.concat(pending.pieces, pending.length);
      const goesOn = stream === 'stdout' ? kinds.stdoutGoesOn : kinds.stderrGoesOn;
      this.#sink(goesOn, lineOf(pending.head, [bytes.subarray(0, longestLine)]));
      pending.pieces = [Buffer.from(bytes.subarray(longestLine))];
      pending.length = bytes.length - longestLine;
    }
  }

  #finish(stream: LogChunk['stream']): void {
    const pending = this.#pending[stream];
    if (!pending) return;
    this.#pending[stream] = undefined;
    this.#emit(stream, lineOf(pending.head, pending.pieces));
  }

  #emit(stream: LogChunk['stream'], payload: Buffer): void {
    const kind = stream === 'stdout' ? kinds.stdout : kinds.stderr;
    // A terminal ends lines with \r\n where the program wrote \n.
    if (this.#tty && payload.length > headLength + 1 && payload[payload.length - 2] === 0x0d)
      this.#sink(kind, Buffer.concat([payload.subarray(0, -2), lineEnd]));
    else this.#sink(kind, payload);
  }

  /** A tty's log has no frames: times stand in the stream, at the beginning of lines and of pieces. */
  #pushRaw(chunk: Buffer): void {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (;;) {
      const end = bytes.indexOf(newline);
      const length = end === -1 ? bytes.length : end + 1;
      const piece = headLength + pieceLength;
      // More than a piece, and enough to see whether the next one's time follows.
      if (length > piece + headLength) {
        this.#pushPiece('stdout', bytes.subarray(0, piece));
        const head = bytes.subarray(0, headLength);
        const next = bytes.subarray(piece);
        bytes = next.indexOf(head) === 0 ? next : Buffer.concat([head, next]);
      } else if (end === -1) break;
      else {
        this.#pushPiece('stdout', bytes.subarray(0, length));
        bytes = bytes.subarray(length);
      }
    }
    this.#rest = Buffer.from(bytes);
  }
}

const lineEnd = Buffer.from('\n');

function lineOf(head: Buffer, pieces: Buffer[]): Buffer {
  return Buffer.concat([head, ...pieces, lineEnd]);
}
