/**
 * Keys for the elements of rows: a line that was drawn before keeps its element, so that a selection of text in it stays.
 * Where all lines are others (the bar was dragged), the elements are taken over as they stand and only their content
 * changes: making rows costs several times as much.
 */
export class RowKeys {
  #keys = new Map<number, number>();
  #next = 0;

  /** A key for each line, by its number. */
  of(numbers: readonly number[]): number[] {
    const before = this.#keys;
    const free = numbers.some((number) => before.has(number)) ? [] : [...before.values()];
    const keys = numbers.map((number, index) => before.get(number) ?? free[index] ?? this.#new());
    this.#keys = new Map(numbers.map((number, index) => [number, keys[index] as number]));
    return keys;
  }

  #new(): number {
    this.#next += 1;
    return this.#next;
  }
}
