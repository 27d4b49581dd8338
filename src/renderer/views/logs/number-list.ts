/** Ascending numbers, four bytes each; the oldest can be dropped. */
export class NumberList {
  #numbers = new Uint32Array(1_024);
  #begin = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#begin;
  }

  at(index: number): number | undefined {
    return index < 0 || index >= this.length ? undefined : this.#numbers[this.#begin + index];
  }

  push(number: number): void {
    if (this.#end === this.#numbers.length) this.#grow();
    this.#numbers[this.#end] = number;
    this.#end += 1;
  }

  /** The index of the first that is not below; `length` when all are. */
  indexOf(number: number): number {
    let low = this.#begin;
    for (let high = this.#end; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low - this.#begin;
  }

  dropBefore(number: number): void {
    this.#begin += this.indexOf(number);
  }

  #grow(): void {
    const kept = this.#numbers.subarray(this.#begin, this.#end);
    const numbers = new Uint32Array(Math.max(1_024, kept.length * 2));
    numbers.set(kept);
    this.#numbers = numbers;
    this.#begin = 0;
    this.#end = kept.length;
  }
}
