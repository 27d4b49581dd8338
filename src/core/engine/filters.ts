import type { ListFilters } from './engine.ts';

/** Our filters in the API's own form. Names there match parts as well, so that lists are narrowed with `named` after. */
export function apiFilters({ labels = [], names = [] }: ListFilters): Record<string, string[]> {
  return {
    ...(labels.length > 0 && { label: labels }),
    ...(names.length > 0 && { name: names }),
  };
}

/** Keeps the things that have exactly one of the names, when names were given. */
export function named<Thing>(
  things: Thing[],
  { names }: ListFilters,
  namesOf: (thing: Thing) => string[],
): Thing[] {
  if (names === undefined || names.length === 0) return things;
  return things.filter((thing) => namesOf(thing).some((name) => names.includes(name)));
}
