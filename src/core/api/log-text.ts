import { StringDecoder } from 'node:string_decoder';
import type { LogLine, LogRecord } from '../logs/index.ts';

export type LogForm = 'plain' | 'timestamps' | 'json-lines';

/** Characters of a piece: with the escapes of JSON, or characters of three bytes, still at most about 256 KiB. */
const pieceLength = 64 * 1024;

/** Logs as a file for people and tools, in pieces. A line that was stored in parts is one again, unless others came between. */
export async function* textPieces(
  batches: AsyncIterable<LogRecord[]>,
  form: LogForm,
  hide: (text: string) => string = (text) => text,
): AsyncGenerator<{ text: string; lines: number }> {
  const writer = form === 'json-lines' ? new JsonLines() : new PlainLines(form === 'timestamps');
  let text = '';
  let lines = 0;
  for await (const records of batches)
    for (const record of records) {
      text += hide(writer.write(record));
      lines += 1;
      for (; text.length >= pieceLength; text = text.slice(pieceLength)) {
        yield { text: text.slice(0, pieceLength), lines };
        lines = 0;
      }
    }
  text += hide(writer.end());
  if (text.length > 0) yield { text, lines };
}

class PlainLines {
  readonly #timestamps: boolean;
  /** The container and stream whose line is not at its end yet; its decoder keeps the half of a character. */
  #open: { key: string; decoder: StringDecoder } | undefined;

  constructor(timestamps: boolean) {
    this.#timestamps = timestamps;
  }

  write(record: LogRecord): string {
    if (record.kind === 'gap') {
      const { container, fromNano, toNano } = record.gap;
      return `${this.end()}… lines of ${container} may be missing from ${isoTime(fromNano)} to ${isoTime(toNano)}\n`;
    }
    const { line } = record;
    const key = `${line.stream} ${line.container}`;
    const before = this.#open?.key === key ? '' : `${this.end()}${this.#head(line)}`;
    this.#open ??= { key, decoder: new StringDecoder('utf8') };
    const text = this.#open.decoder.write(line.data);
    return line.goesOn ? before + text : before + text + this.end();
  }

  /** Of a line that is open. */
  end(): string {
    if (!this.#open) return '';
    const rest = this.#open.decoder.end();
    this.#open = undefined;
    return `${rest}\n`;
  }

  #head({ timeNano, service }: LogLine): string {
    return this.#timestamps ? `${isoTime(timeNano)} ${service} | ` : '';
  }
}

class JsonLines {
  write(record: LogRecord): string {
    return `${JSON.stringify(record.kind === 'gap' ? gapObject(record.gap) : lineObject(record.line))}\n`;
  }

  end(): string {
    return '';
  }
}

function gapObject({ container, fromNano, toNano }: Extract<LogRecord, { kind: 'gap' }>['gap']) {
  return { gap: { container, from: isoTime(fromNano), to: isoTime(toNano) } };
}

function lineObject({ timeNano, service, container, stream, data, goesOn }: LogLine) {
  const line = data.toString('utf8');
  return { time: isoTime(timeNano), service, container, stream, line, ...(goesOn && { goesOn }) };
}

function isoTime(nano: bigint): string {
  const seconds = new Date(Number(nano / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(nano % 1_000_000_000n).padStart(9, '0')}Z`;
}
