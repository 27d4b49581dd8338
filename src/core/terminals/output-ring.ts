import type { OutputPiece } from './terminals.ts';

/** Long enough to be worth it, short enough that dropping one is no jump. */
const chunkLength = 16 * 1024;

/** The newest output of a terminal, found again by its offset. */
export class OutputRing {
  readonly #limit: number;
  #chunks: string[] = [];
  #start = 0;
  #end = 0;

  /** In UTF-16 units. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How much was ever written. */
  get end(): number {
    return this.#end;
  }

  /** Text is never taken apart within a character, if the pieces that are appended are not. */
  append(text: string): void {
    if (text === '') return;
    this.#end += text.length;
    const last = this.#chunks.length - 1;
    const room = chunkLength - (this.#chunks[last]?.length ?? chunkLength);
    // What is typed comes back letter by letter.
    if (text.length <= room) this.#chunks[last] += text;
    else for (let at = 0; at < text.length; ) at += this.#push(text.slice(at, cut(text, at + chunkLength)));
    this.#forget();
  }

  /** At most `length` of what came after the offset; undefined when nothing did. */
  read(after: number, length: number): Omit<OutputPiece, 'old'> | undefined {
    if (after >= this.#end) return undefined;
    const from = Math.max(after, this.#start);
    let skip = from - this.#start;
    let text = '';
    for (const chunk of this.#chunks) {
      if (text.length >= length) break;
      if (skip < chunk.length) text += skip > 0 ? chunk.slice(skip) : chunk;
      skip = Math.max(0, skip - chunk.length);
    }
    text = text.slice(0, cut(text, length));
    return { text, offset: from + text.length, dropped: from - after };
  }

  #push(chunk: string): number {
    this.#chunks.push(chunk);
    return chunk.length;
  }

  #forget(): void {
    let first = 0;
    while (this.#end - this.#start > this.#limit) this.#start += this.#chunks[first++]?.length ?? 0;
    if (first > 0) this.#chunks = this.#chunks.slice(first);
  }
}

/** Where to cut so that no pair of surrogates is taken apart. */
function cut(text: string, at: number): number {
  const last = text.charCodeAt(at - 1);
  return at < text.length && last >= 0xd800 && last < 0xdc00 ? at - 1 : at;
}
