import type { CanonicalContext } from '../context.ts';
import type { Place } from '../place.ts';
import { copyPlaces, isMap, placeOf, setEntry, setPlace, type Tree, type TreeMap } from '../positions.ts';

export type CanonicalPlace = Place<CanonicalContext>;

/** Makes one value canonical. Undefined when it cannot be read, which the transform has reported. */
export type Transform = (value: Tree, place: CanonicalPlace) => Tree | undefined;

/** The transforms of a mapping's fields, by key. Keys that are not listed are canonical already. */
export type Fields = Record<string, Transform>;

/** A mapping whose listed fields are transformed. `null` stays: it means something to the merge. */
export function fields(transforms: Fields): Transform {
  return (value, place) => {
    if (!isMap(value)) return value;
    const result: TreeMap = {};
    copyPlaces(value, result);
    for (const [key, entry] of Object.entries(value)) {
      const transform = Object.hasOwn(transforms, key) ? transforms[key] : undefined;
      const canonical = transform && entry !== null ? transform(entry, place.inside(value, key)) : entry;
      if (canonical !== undefined) setEntry(result, key, canonical);
    }
    return result;
  };
}

/** A mapping each of whose values is transformed. */
export function eachValue(transform: Transform): Transform {
  return (value, place) => {
    if (!isMap(value)) return value;
    return fields(Object.fromEntries(Object.keys(value).map((key) => [key, transform])))(value, place);
  };
}

/** A sequence each of whose entries becomes one entry, or several. */
export function eachEntry(
  transform: (value: Tree, place: CanonicalPlace) => Tree | Tree[] | undefined,
): Transform {
  return (value, place) => {
    if (!Array.isArray(value)) return value;
    const result: Tree[] = [];
    for (const [index, entry] of value.entries()) {
      const canonical = transform(entry, place.inside(value, index));
      if (canonical === undefined) continue;
      for (const one of Array.isArray(canonical) ? canonical : [canonical]) {
        setPlace(result, result.length, placeOf(value, index));
        result.push(one);
      }
    }
    return result;
  };
}

/** A mapping that takes the place of a string: all of it stands where the string stood. */
export function mapping(entries: TreeMap, place: CanonicalPlace): TreeMap {
  for (const key of Object.keys(entries)) setPlace(entries, key, place.where);
  return entries;
}

/** One string, or several, as a list. */
export const list: Transform = (value, place) => {
  if (Array.isArray(value)) return value;
  const result = [value];
  setPlace(result, 0, place.where);
  return result;
};

/** A scalar as the text that Compose would make of it. */
export function text(value: Tree): string {
  return typeof value === 'string' ? value : value === null ? '' : String(value);
}
