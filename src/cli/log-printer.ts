import type { LogRecord } from '../core/logs/index.ts';
import type { Output } from './output.ts';
import type { Palette } from './terminal/palette.ts';
import { pad } from './terminal/text.ts';

const colours: (keyof Palette)[] = ['cyan', 'yellow', 'green', 'magenta', 'blue'];

export interface LogStyle {
  prefix: boolean;
  timestamps: boolean;
}

/** Prints log lines, each container in a colour of its own. Bytes are handed on as they are. */
export class LogPrinter {
  readonly #output: Output;
  readonly #style: LogStyle;
  readonly #prefixes = new Map<string, string>();
  #width = 0;

  constructor(output: Output, style: LogStyle) {
    this.#output = output;
    this.#style = style;
  }

  /** Resolves when the reader is ready for more. */
  async print(records: LogRecord[]): Promise<void> {
    const chunks = records.map((record) => (this.#output.json ? asJson(record) : this.#asText(record)));
    if (!process.stdout.write(Buffer.concat(chunks)))
      await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
  }

  #asText(record: LogRecord): Buffer {
    if (record.kind === 'gap') {
      const { container, fromNano, toNano } = record.gap;
      const span = `${isoTime(fromNano)} to ${isoTime(toNano)}`;
      return Buffer.from(
        `${this.#output.paint.yellow(`… lines of ${container} are missing from ${span}: the engine dropped them`)}\n`,
      );
    }
    const { line } = record;
    const time = this.#style.timestamps ? `${isoTime(line.timeNano)} ` : '';
    const start = Buffer.from(`${this.#style.prefix ? this.#prefix(line.container) : ''}${time}`);
    return Buffer.concat([start, line.data, newline]);
  }

  #prefix(container: string): string {
    const known = this.#prefixes.get(container);
    if (known !== undefined && container.length <= this.#width) return known;
    this.#width = Math.max(this.#width, container.length);
    const colour = colours[this.#prefixes.size % colours.length] ?? 'cyan';
    const prefix = `${this.#output.paint[colour](`${pad(container, this.#width)} |`)} `;
    this.#prefixes.set(container, prefix);
    return prefix;
  }
}

const newline = Buffer.from('\n');

function asJson(record: LogRecord): Buffer {
  const value =
    record.kind === 'gap'
      ? {
          kind: 'gap',
          container: record.gap.container,
          from: isoTime(record.gap.fromNano),
          to: isoTime(record.gap.toNano),
        }
      : {
          kind: 'line',
          service: record.line.service,
          container: record.line.container,
          stream: record.line.stream,
          time: isoTime(record.line.timeNano),
          text: record.line.data.toString('utf8'),
        };
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/** RFC 3339 with nanoseconds, as the engine writes it. */
export function isoTime(nano: bigint): string {
  const seconds = new Date(Number(nano / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(nano % 1_000_000_000n).padStart(9, '0')}Z`;
}
