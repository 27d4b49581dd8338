import type { LogBatch } from '../../../shared/contract/index.ts';
import { type Level, LevelFinder } from './levels.ts';

/** Lines that a page keeps, and characters in them: whichever is reached first, the oldest go. */
const mostLines = 1_000_000;
const mostCharacters = 160_000_000;
/** Lines of a chunk: what is dropped at once, and how fine memory is given. */
const chunkLines = 4_096;
const chunkCharacters = 4_000_000;

export interface Source {
  service: string;
  container: string;
}

export type Line =
  | {
      kind: 'line';
      number: number;
      /** Milliseconds since the epoch. */
      at: number;
      source: Source;
      stream: 'stdout' | 'stderr';
      level: Level;
      text: string;
      /** How many characters it had before it was cut; undefined when it is whole. */
      cutFrom: number | undefined;
      /** The end of a line that was too long to come in one. */
      continues: boolean;
    }
  /** Lines are missing here. */
  | { kind: 'mark'; number: number; at: number; text: string };

const flag = { levels: 7, stderr: 8, mark: 16, continues: 32 } as const;
const levelNumbers: readonly Level[] = ['none', 'debug', 'info', 'warn', 'error'];

/** Text in one string and columns of numbers: a tenth of what objects would take. */
class Chunk {
  /** Of its first line, counted from the beginning of the stream. */
  readonly first: number;
  length = 0;
  /** Lines with a line feed after each. */
  text = '';
  /** Where each line begins in `text`, and one past the last. */
  starts = new Uint32Array(chunkLines + 1);
  at = new Float64Array(chunkLines);
  source = new Uint16Array(chunkLines);
  flags = new Uint8Array(chunkLines);
  readonly cuts = new Map<number, number>();

  constructor(first: number) {
    this.first = first;
  }

  hasRoomFor(lines: number, characters: number): boolean {
    if (this.length === 0) return true;
    return this.length + lines <= chunkLines && this.text.length + characters <= chunkCharacters;
  }

  add(at: number, source: number, flags: number, length: number): void {
    const index = this.length;
    this.at[index] = at;
    this.source[index] = source;
    this.flags[index] = flags;
    this.starts[index + 1] = (this.starts[index] ?? 0) + length + 1;
    this.length += 1;
  }

  textAt(index: number): string {
    return this.text.slice(this.starts[index], (this.starts[index + 1] ?? 1) - 1);
  }

  /** Nothing will be added: gives back what was set aside. */
  seal(): void {
    if (this.length === chunkLines) return;
    this.starts = this.starts.slice(0, this.length + 1);
    this.at = this.at.slice(0, this.length);
    this.source = this.source.slice(0, this.length);
    this.flags = this.flags.slice(0, this.length);
  }
}

/**
 * The lines that a page shows, as they come. A line's number stays its own: it counts from the beginning, also when older
 * lines are dropped. Memory: the text, and 15 bytes a line.
 */
export class LineStore {
  readonly #most: { lines: number; characters: number };
  #chunks: Chunk[] = [];
  #characters = 0;
  readonly #sources: Source[] = [];
  readonly #sourceNumbers = new Map<string, number>();
  /** Lines that came of each source. */
  readonly #counts: number[] = [];
  /** Of the stream's own count of containers, which begins anew with each stream. */
  #named: number[] = [];
  readonly #levels = new LevelFinder();
  /** Sources whose last line goes on. */
  readonly #goingOn = new Set<number>();
  /** The number of the oldest line that is kept. */
  first = 0;
  /** One past the number of the newest. */
  end = 0;

  constructor(
    most: { lines: number; characters: number } = { lines: mostLines, characters: mostCharacters },
  ) {
    this.#most = most;
  }

  get sources(): readonly Source[] {
    return this.#sources;
  }

  /** Lines of that container which has most. */
  get mostOfOneSource(): number {
    return Math.max(0, ...this.#counts);
  }

  /** Another stream begins, which names its containers itself. */
  beginStream(): void {
    this.#named = [];
  }

  /** Forgets all lines; numbers go on. */
  clear(): void {
    this.#chunks = [];
    this.#characters = 0;
    this.first = this.end;
  }

  add(batch: LogBatch): void {
    switch (batch.kind) {
      case 'lines':
        this.#addLines(batch);
        break;
      case 'dropped':
        this.#addMark(
          batch.from,
          `${batch.lines.toLocaleString('en')} lines came faster than they could be shown. They are kept on disk.`,
        );
        break;
      case 'gap':
        this.#addMark(
          batch.from,
          `Lines of ${batch.container} may be missing here, until ${clock(batch.to)}: the engine does not have them any more.`,
        );
        break;
      case 'caught-up':
        return;
    }
    this.#trim();
  }

  /** Undefined for a number that is not kept. */
  line(number: number): Line | undefined {
    const chunk = this.#chunkOf(number);
    if (!chunk) return undefined;
    const index = number - chunk.first;
    const flags = chunk.flags[index] ?? 0;
    const at = chunk.at[index] ?? 0;
    const text = chunk.textAt(index);
    if (flags & flag.mark) return { kind: 'mark', number, at, text };
    return {
      kind: 'line',
      number,
      at,
      text,
      source: this.#sources[chunk.source[index] ?? 0] ?? { service: '', container: '' },
      stream: flags & flag.stderr ? 'stderr' : 'stdout',
      level: levelNumbers[flags & flag.levels] ?? 'none',
      cutFrom: chunk.cuts.get(index),
      continues: (flags & flag.continues) !== 0,
    };
  }

  /** Calls for each line from a number on without making objects; ends when `take` answers false. Answers where it ended. */
  scan(
    from: number,
    take: (number: number, source: number, level: Level, isMark: boolean, text: () => string) => boolean,
  ): number {
    for (let number = Math.max(from, this.first); number < this.end; ) {
      const chunk = this.#chunkOf(number);
      if (!chunk) break;
      const end = chunk.first + chunk.length;
      for (; number < end; number++) {
        const index = number - chunk.first;
        const flags = chunk.flags[index] ?? 0;
        const level = levelNumbers[flags & flag.levels] ?? 'none';
        const goOn = take(number, chunk.source[index] ?? 0, level, (flags & flag.mark) !== 0, () =>
          chunk.textAt(index),
        );
        if (!goOn) return number + 1;
      }
    }
    return this.end;
  }

  /** The first line at or after a time; `end` when all are before. Lines stand in the order of time, nearly. */
  numberAt(at: number): number {
    for (const chunk of this.#chunks) {
      if ((chunk.at[chunk.length - 1] ?? 0) < at) continue;
      for (let index = 0; index < chunk.length; index++)
        if ((chunk.at[index] ?? 0) >= at) return chunk.first + index;
    }
    return this.end;
  }

  #addLines(batch: Extract<LogBatch, { kind: 'lines' }>): void {
    for (const source of batch.sources) this.#named.push(this.#numberOf(source));
    const chunk = this.#room(batch.at.length, batch.text.length + 1);
    const offset = chunk.length;
    const { text } = batch;
    for (let index = 0, start = 0; index < batch.at.length; index++) {
      const feed = text.indexOf('\n', start);
      const end = feed === -1 ? text.length : feed;
      const source = this.#named[batch.from[index] ?? 0] ?? 0;
      const letter = batch.stream[index] ?? 'o';
      const level = this.#levels.levelOf(source, text, start, end);
      let flags = levelNumbers.indexOf(level);
      if (letter === 'e' || letter === 'E') flags |= flag.stderr;
      if (this.#goingOn.has(source)) flags |= flag.continues;
      if (letter === 'O' || letter === 'E') this.#goingOn.add(source);
      else this.#goingOn.delete(source);
      chunk.add(batch.at[index] ?? 0, source, flags, end - start);
      this.#counts[source] = (this.#counts[source] ?? 0) + 1;
      start = end + 1;
    }
    chunk.text += `${text}\n`;
    for (const { index, length } of batch.cut) chunk.cuts.set(offset + index, length);
    this.#characters += text.length + 1;
    this.end += batch.at.length;
  }

  #addMark(at: number, text: string): void {
    const chunk = this.#room(1, text.length + 1);
    chunk.add(at, 0, flag.mark, text.length);
    chunk.text += `${text}\n`;
    this.#characters += text.length + 1;
    this.end += 1;
  }

  #room(lines: number, characters: number): Chunk {
    const last = this.#chunks.at(-1);
    if (last?.hasRoomFor(lines, characters)) return last;
    last?.seal();
    const chunk = new Chunk(this.end);
    this.#chunks.push(chunk);
    return chunk;
  }

  #trim(): void {
    while (
      this.#chunks.length > 1 &&
      (this.end - this.first > this.#most.lines || this.#characters > this.#most.characters)
    ) {
      const oldest = this.#chunks.shift();
      this.#characters -= oldest?.text.length ?? 0;
      this.first = this.#chunks[0]?.first ?? this.end;
    }
  }

  #numberOf(source: Source): number {
    const known = this.#sourceNumbers.get(source.container);
    if (known !== undefined) return known;
    const number = this.#sources.length;
    this.#sources.push(source);
    this.#counts.push(0);
    this.#sourceNumbers.set(source.container, number);
    return number;
  }

  #chunkOf(number: number): Chunk | undefined {
    if (number < this.first || number >= this.end) return undefined;
    let low = 0;
    for (let high = this.#chunks.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if ((this.#chunks[middle]?.first ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    return this.#chunks[low];
  }
}

function clock(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}
