import type { LogBatch, LogLines } from '../../shared/contract/index.ts';
import type { LogGap, LogLine, LogStep } from '../logs/index.ts';

/** Characters of a line that are sent; the rest is on the disk, for a download. */
const longestText = 16_384;

/** Makes of a reader's steps what the contract sends: lines in columns, containers named once a stream. */
export class LogBatches {
  readonly #sources = new Map<string, number>();
  readonly #hide: (text: string) => string;

  /** `hide` takes out what must not be seen, and leaves as many lines as there were. */
  constructor(hide: (text: string) => string = (text) => text) {
    this.#hide = hide;
  }

  async *of(steps: AsyncIterable<LogStep>): AsyncGenerator<LogBatch> {
    for await (const step of steps) yield this.#batchOf(step);
  }

  #batchOf(step: LogStep): LogBatch {
    const { checkpoint } = step;
    switch (step.kind) {
      case 'records': {
        const [first] = step.records;
        if (first?.kind === 'gap') return gapBatch(first.gap, checkpoint);
        return this.#columns(
          step.records.flatMap((one) => (one.kind === 'line' ? [one.line] : [])),
          checkpoint,
        );
      }
      case 'caught-up':
        return { kind: 'caught-up', checkpoint };
      case 'dropped': {
        const { lines, fromNano, toNano } = step;
        return {
          kind: 'dropped',
          lines,
          from: millisecondsOf(fromNano),
          to: millisecondsOf(toNano),
          checkpoint,
        };
      }
    }
  }

  #columns(lines: LogLine[], checkpoint: string): LogLines {
    const sources: LogLines['sources'] = [];
    const cut: LogLines['cut'] = [];
    let stream = '';
    const texts = lines.map((line, index) => {
      stream += letterOf(line);
      const { text, length } = textOf(line.data);
      if (length > text.length) cut.push({ index, length });
      return text;
    });
    const from = lines.map(({ container, service }) => {
      const known = this.#sources.get(container);
      if (known !== undefined) return known;
      sources.push({ service, container });
      this.#sources.set(container, this.#sources.size);
      return this.#sources.size - 1;
    });
    const at = lines.map(({ timeNano }) => millisecondsOf(timeNano));
    return { kind: 'lines', sources, at, from, stream, text: this.#hide(texts.join('\n')), cut, checkpoint };
  }
}

function gapBatch({ container, fromNano, toNano }: LogGap, checkpoint: string): LogBatch {
  return { kind: 'gap', container, from: millisecondsOf(fromNano), to: millisecondsOf(toNano), checkpoint };
}

function letterOf({ stream, goesOn }: LogLine): string {
  if (stream === 'stdout') return goesOn ? 'O' : 'o';
  return goesOn ? 'E' : 'e';
}

/** `length` is the whole line's, in characters. */
function textOf(data: Buffer): { text: string; length: number } {
  const whole = data.toString('utf8');
  if (whole.length <= longestText) return { text: whole, length: whole.length };
  const last = whole.charCodeAt(longestText - 1);
  // Not through the middle of a character beyond the first plane.
  const end = last >= 0xd800 && last < 0xdc00 ? longestText - 1 : longestText;
  return { text: whole.slice(0, end), length: whole.length };
}

function millisecondsOf(nano: bigint): number {
  return Number(nano / 1_000n) / 1_000;
}
