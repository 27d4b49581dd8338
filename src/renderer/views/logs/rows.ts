import type { ExpressionSearch } from './expression-search.ts';
import type { Level } from './levels.ts';
import type { LineStore } from './line-store.ts';
import { NumberList } from './number-list.ts';
import { withoutColours } from './plain-text.ts';

/** Which lines are shown, and which of them are found. */
export interface Criteria {
  /** Undefined: all. */
  services: ReadonlySet<string> | undefined;
  /** Undefined: all. */
  levels: ReadonlySet<Level> | undefined;
  pattern: RegExp | undefined;
  /** Show what matches, and nothing else. */
  onlyMatches: boolean;
}

export const everything: Criteria = {
  services: undefined,
  levels: undefined,
  pattern: undefined,
  onlyMatches: false,
};

/** So many lines are looked at between two looks at the clock. */
const linesPerLook = 256;

/**
 * The rows of the list: those lines of the store that meet the criteria, found bit by bit so that nothing waits for it.
 * Where there is nothing to leave out, they are the store's lines as they are.
 */
export class Rows {
  readonly #store: LineStore;
  #criteria = everything;
  #shown: NumberList | undefined;
  #found = new NumberList();
  #looked: number;
  #search: ExpressionSearch | undefined;

  constructor(store: LineStore) {
    this.#store = store;
    this.#looked = store.first;
  }

  get length(): number {
    return this.#shown ? this.#shown.length : this.#store.end - this.#store.first;
  }

  /** Numbers of the lines that match, ascending. */
  get found(): NumberList {
    return this.#found;
  }

  /** Whether all lines have been looked at. */
  get isComplete(): boolean {
    return this.#search?.isTooSlow || this.#looked >= this.#store.end || !this.#mustLook;
  }

  /** `search` looks for the pattern where that may take long; else it is looked for here. */
  setCriteria(criteria: Criteria, search?: ExpressionSearch): void {
    this.#criteria = criteria;
    this.#search = search;
    const leavesOut =
      criteria.services !== undefined ||
      criteria.levels !== undefined ||
      (criteria.onlyMatches && criteria.pattern !== undefined);
    this.#shown = leavesOut ? new NumberList() : undefined;
    this.#found = new NumberList();
    this.#looked = this.#store.first;
  }

  /** Looks at lines that were not looked at, for so many milliseconds at most. Answers whether it is through. */
  look(milliseconds: number): boolean {
    const { first } = this.#store;
    this.#shown?.dropBefore(first);
    this.#found.dropBefore(first);
    if (this.isComplete) return true;
    const search = this.#search;
    const end = search ? Math.max(first, search.looked) : this.#store.end;
    if (this.#looked >= end) return false;
    const deadline = performance.now() + milliseconds;
    const { services, levels, pattern, onlyMatches } = this.#criteria;
    const wanted = this.#store.sources.map(({ service }) => services === undefined || services.has(service));
    let count = 0;
    const looked = this.#store.scan(this.#looked, (number, source, level, isMark, text) => {
      if (number >= end) return false;
      const inScope = isMark || (wanted[source] && (levels === undefined || levels.has(level)));
      if (inScope) {
        const matches =
          pattern !== undefined && !isMark && (search ? search.has(number) : isFound(pattern, text()));
        if (matches) this.#found.push(number);
        if (!onlyMatches || pattern === undefined || matches || isMark) this.#shown?.push(number);
      }
      count += 1;
      return count % linesPerLook !== 0 || performance.now() < deadline;
    });
    this.#looked = Math.min(looked, end);
    return this.isComplete;
  }

  /** Whether a line is one of those that match. */
  isFound(number: number): boolean {
    return this.#found.at(this.#found.indexOf(number)) === number;
  }

  /** The line's number in a row. */
  numberAt(row: number): number | undefined {
    if (this.#shown) return this.#shown.at(row);
    const number = this.#store.first + row;
    return row >= 0 && number < this.#store.end ? number : undefined;
  }

  /** The row of a line, or of the next one that is shown. */
  rowOf(number: number): number {
    return this.#shown ? this.#shown.indexOf(number) : Math.max(0, number - this.#store.first);
  }

  get #mustLook(): boolean {
    return this.#shown !== undefined || this.#criteria.pattern !== undefined;
  }
}

function isFound(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(withoutColours(text));
}
