/** Keeps the newest bytes of an output and forgets the rest. */
export class OutputTail {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #length = 0;

  /** In bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    // Whole chunks go first; the cut within one is made once, at the end.
    for (
      let first = this.#chunks[0];
      first && this.#length - first.length >= this.#limit;
      first = this.#chunks[0]
    ) {
      this.#length -= first.length;
      this.#chunks.shift();
    }
  }

  /** As text, beginning at a whole character. */
  text(): string {
    const bytes = Buffer.concat(this.#chunks);
    let start = Math.max(0, bytes.length - this.#limit);
    if (start > 0) while (((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
    return bytes.toString('utf8', start);
  }
}
