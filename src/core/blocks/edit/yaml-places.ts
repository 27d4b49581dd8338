import { isCollection, isPair, isScalar, type Node, type Pair, Scalar, type YAMLMap } from 'yaml';

export type Item = Node | Pair;

/** Start and end of a node's own text. */
export function rangeOf(node: Node): [start: number, end: number] {
  const [start, end] = node.range ?? [];
  // What was parsed has a range; only what is made by hand has none.
  if (start === undefined || end === undefined) throw new Error('a YAML node without a place');
  return [start, end];
}

export function firstOffset(item: Item): number {
  if (isPair(item)) return firstOffset(item.key as Node);
  return rangeOf(item)[0];
}

/** Where an item's last character ends, without the line ends that belong to blocks. */
export function lastOffset(item: Item, text: string): number {
  if (isPair(item)) return lastOffset((item.value ?? item.key) as Node, text);
  const last = isCollection(item) && !item.flow ? (item.items.at(-1) as Item | undefined) : undefined;
  if (last) return lastOffset(last, text);
  const [start, end] = rangeOf(item);
  if (text[end - 1] !== '\n') return end;
  // Blank lines belong to a block's text only if it says so.
  const isKept = isScalar(item) && isBlockText(item) && /^[|>]\d?\+/.test(text.slice(start));
  return isKept ? end - 1 : text.slice(0, end).trimEnd().length;
}

export function isBlockText(scalar: Scalar): boolean {
  return scalar.type === Scalar.BLOCK_LITERAL || scalar.type === Scalar.BLOCK_FOLDED;
}

export function keyOf(item: Item | undefined): unknown {
  if (!isPair(item)) return undefined;
  return isScalar(item.key) ? item.key.value : undefined;
}

export function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  return map.items.find((item) => keyOf(item) === key) as Pair | undefined;
}
