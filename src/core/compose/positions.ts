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
 * Where each entry of a mapping or sequence stands goes with the container, hidden from whatever walks or compares the
 * plain data (a weak map would do the same and make the garbage collector work for each container).
 */
const placesKey = Symbol('places');

interface Places {
  /** Of values; of the key for a mapping's entry without a value. */
  values: Map<string | number, Where>;
  /** Of keys, for messages about the key itself. Kept for what the reader made and what was copied from it. */
  keys: Map<string, Where>;
}

function placesOf(container: object): Places | undefined {
  return (container as { [placesKey]?: Places })[placesKey];
}

function keepPlaces(container: object, places: Places): Places {
  Object.defineProperty(container, placesKey, { value: places });
  return places;
}

/** Where the entry stands (its value; for a mapping without a known value, its key). */
export function placeOf(container: object, key: string | number): Where | undefined {
  return placesOf(container)?.values.get(key);
}

export function setPlace(container: object, key: string | number, where: Where | undefined): void {
  if (!where) return;
  const places = placesOf(container) ?? keepPlaces(container, { values: new Map(), keys: new Map() });
  places.values.set(key, where);
}

/** Where the key stands; where its value stands when the key's place is not known. */
export function keyPlaceOf(container: object, key: string): Where | undefined {
  return placesOf(container)?.keys.get(key) ?? placeOf(container, key);
}

export function setKeyPlace(container: object, key: string, where: Where): void {
  const places = placesOf(container) ?? keepPlaces(container, { values: new Map(), keys: new Map() });
  places.keys.set(key, where);
}

/** Where the value at a path stands, or the nearest above it whose place is known. */
export function nearestPlace(tree: Tree, path: readonly (string | number)[]): Where | undefined {
  let nearest: Where | undefined;
  let container: Tree | undefined = tree;
  for (const step of path) {
    if (typeof container !== 'object' || container === null) break;
    nearest = placeOf(container, step) ?? nearest;
    container = (container as Record<string | number, Tree>)[step];
  }
  return nearest;
}

/** What stands at a path; undefined where there is nothing. */
export function valueAt(tree: Tree, path: readonly PropertyKey[]): Tree | undefined {
  let value: Tree | undefined = tree;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, Tree>)[key];
  }
  return value;
}

/** Hands the places of all entries on to a container that takes the place of another. */
export function copyPlaces(from: object, to: object): void {
  const known = placesOf(from);
  if (!known) return;
  const own = placesOf(to);
  if (!own) keepPlaces(to, { values: new Map(known.values), keys: new Map(known.keys) });
  else {
    for (const [key, where] of known.values) own.values.set(key, where);
    for (const [key, where] of known.keys) own.keys.set(key, where);
  }
}

/** A mapping with the same entries and places, for a transform that changes some of them. */
export function copyMap(map: TreeMap): TreeMap {
  const copy: TreeMap = {};
  for (const [key, value] of Object.entries(map)) setEntry(copy, key, value);
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
