const minute = 60_000;
const hour = 60 * minute;

/** The spans of time that can be looked at; the first moves with every measurement. */
export const ranges = [
  { id: 'live', title: 'Live', milliseconds: 5 * minute },
  { id: '1h', title: '1 h', milliseconds: hour },
  { id: '6h', title: '6 h', milliseconds: 6 * hour },
  { id: '24h', title: '24 h', milliseconds: 24 * hour },
] as const;

export type RangeId = (typeof ranges)[number]['id'];

export function rangeOf(text: string): (typeof ranges)[number] {
  return ranges.find(({ id }) => id === text) ?? ranges[0];
}

/** A part of time, in milliseconds since the epoch. */
export interface Span {
  from: number;
  to: number;
}

/** What the address says of services: those that are shown; undefined for all. */
export function readChosen(text: string): ReadonlySet<string> | undefined {
  const names = text.split(',').filter((name) => name !== '');
  return names.length > 0 ? new Set(names) : undefined;
}

/** After a service was switched on or off. All is the same as none: nobody wants to look at nothing. */
export function toggled(
  chosen: ReadonlySet<string> | undefined,
  service: string,
  all: readonly string[],
): string {
  const next = new Set(chosen ?? all);
  if (!next.delete(service)) next.add(service);
  const shown = all.filter((name) => next.has(name));
  return shown.length === all.length ? '' : shown.join(',');
}
