import type { Where } from '../../shared/index.ts';

/** A value as YAML gives it, after interpolation: plain data, so that every transform is an ordinary function. */
export type Tree = string | number | boolean | null | Tree[] | TreeMap;
export interface TreeMap {
  [key: string]: Tree;
}

export function isMap(value: Tree | undefined): value is TreeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets an entry under any name: `__proto__` is a name like others in a file. */
export function setEntry(map: TreeMap, key: string, value: Tree): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
  else map[key] = value;
}

/*
 * Where each entry of a mapping or sequence stands, kept beside the plain data. Positions live as long as their
 * container does, and go with the entry when a transform hands them on.
 */
const places = new WeakMap<object, Map<string | number, Where>>();

/** Where the entry stands (its value; for a mapping without a known value, its key). */
export function placeOf(container: object, key: string | number): Where | undefined {
  return places.get(container)?.get(key);
}

export function setPlace(container: object, key: string | number, where: Where | undefined): void {
  if (!where) return;
  const known = places.get(container);
  if (known) known.set(key, where);
  else places.set(container, new Map([[key, where]]));
}

/*
 * Where the keys of a mapping stand, for messages about the key itself. Kept for what the reader made only:
 * transforms hand on the places of values, which is where a person looks.
 */
const keyPlaces = new WeakMap<object, Map<string, Where>>();

/** Where the key stands; where its value stands when the key's place is not known. */
export function keyPlaceOf(container: object, key: string): Where | undefined {
  return keyPlaces.get(container)?.get(key) ?? placeOf(container, key);
}

export function setKeyPlace(container: object, key: string, where: Where): void {
  const known = keyPlaces.get(container);
  if (known) known.set(key, where);
  else keyPlaces.set(container, new Map([[key, where]]));
}

/** Hands the places of all entries on to a container that takes the place of another. */
export function copyPlaces(from: object, to: object): void {
  const known = places.get(from);
  if (known) for (const [key, where] of known) setPlace(to, key, where);
}

/** A mapping with the same entries and places, for a transform that changes some of them. */
export function copyMap(map: TreeMap): TreeMap {
  const copy: TreeMap = {};
  for (const [key, value] of Object.entries(map)) setEntry(copy, key, value);
  const known = keyPlaces.get(map);
  if (known) keyPlaces.set(copy, new Map(known));
  copyPlaces(map, copy);
  return copy;
}

/** A value of its own down to the leaves, with its places. */
export function cloneTree<Value extends Tree>(value: Value): Value;
export function cloneTree(value: Tree): Tree {
  if (Array.isArray(value)) {
    const copy = value.map((entry) => cloneTree(entry));
    copyPlaces(value, copy);
    return copy;
  }
  if (!isMap(value)) return value;
  const copy = copyMap(value);
  for (const [key, entry] of Object.entries(copy)) setEntry(copy, key, cloneTree(entry));
  return copy;
}
