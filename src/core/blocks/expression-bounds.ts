/*
 * CEL always ends, but not always soon: loops in loops over long lists take hours, and values that are doubled again and
 * again fill the memory. What strangers write is held to less than that; what people write never comes near.
 */

/** Macros that carry an expression out for each entry of a list, or give a value a name. */
const loops = new Set(['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter', 'bind']);
/** A loop in a loop: 200 entries in 200 are done in milliseconds, one deeper in minutes. */
const deepest = 2;
const longestText = 1_000_000;
const mostParts = 100_000;

interface Node {
  op: string;
  args: unknown;
}

/** Whether loops are nested deeper than is ever carried out in a moment. */
export function nestsTooDeep(expression: { ast: unknown }): boolean {
  return depthOf(expression.ast) > deepest;
}

function depthOf(part: unknown): number {
  if (Array.isArray(part)) return Math.max(0, ...part.map(depthOf));
  if (!isNode(part)) return 0;
  const { op, args } = part;
  if (op !== 'rcall' || !Array.isArray(args) || !loops.has(String(args[0]))) return depthOf(args);
  // The list itself is made once; what comes after it is carried out for each of its entries.
  const [, list, inside] = args;
  return Math.max(depthOf(list), 1 + depthOf(inside));
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}

/** Counts what a value is made of: a list that holds one list many times is as large as if they were many. */
export class SizeBudget {
  #left = mostParts;

  /** @throws {RangeError} */
  spend(value: unknown): void {
    this.#left -= 1;
    if (this.#left < 0 || (typeof value === 'string' && value.length > longestText))
      throw new RangeError('it gives more than an expression may');
  }
}
