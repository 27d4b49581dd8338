import { StringDecoder } from 'node:string_decoder';

const longest = 64 * 1024;

/** Bytes as they come, to whole lines of text. A line longer than 64 KiB comes in pieces. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  write(bytes: Buffer): string[] {
    return this.#take(this.#decoder.write(bytes));
  }

  /** What stood there without an end of line. */
  end(): string[] {
    const lines = this.#take(this.#decoder.end());
    if (this.#rest) lines.push(this.#rest);
    this.#rest = '';
    return lines;
  }

  #take(text: string): string[] {
    const parts = (this.#rest + text).split(/\r?\n/);
    this.#rest = parts.pop() ?? '';
    while (this.#rest.length > longest) {
      parts.push(this.#rest.slice(0, longest));
      this.#rest = this.#rest.slice(longest);
    }
    return parts;
  }
}
