import type { Sample, Series } from '../../../shared/contract/index.ts';

/** What can be drawn of a service. */
export const columns = [
  'cpuPercent',
  'memoryUsed',
  'memoryLimit',
  'networkReceived',
  'networkSent',
  'blockRead',
  'blockWritten',
] as const;
export type Column = (typeof columns)[number];

type Values = (number | null)[];

/** All services on one line of time; null where nothing was measured. */
export interface Frame {
  /** Ascending. */
  times: readonly number[];
  services: ReadonlyMap<string, Readonly<Record<Column, Values>>>;
}

/** A look at all services, as it came. */
export interface Look {
  time: number;
  services: Readonly<Record<string, Sample>>;
}

export const emptyFrame: Frame = { times: [], services: new Map() };

/** Looks further apart have a gap between them; the first of all may be as old as the pause between looks that nobody watches. */
const gapMilliseconds = 12_000;
const absenceMilliseconds = 20_000;

/** The series of one answer: they share their times. */
export function frameOf(series: readonly Series[]): Frame {
  return {
    times: series[0]?.time ?? [],
    services: new Map(series.map(({ service, time: _, ...values }) => [service, values])),
  };
}

/** What was kept, up to the first look, and from there on the looks. */
export function joined(kept: Frame, looks: readonly Look[]): Frame {
  const [first] = looks;
  if (!first) return kept;
  const keptCount = kept.times.filter((time) => time < first.time).length;
  const rows = withGaps(looks);
  const names = new Set([...kept.services.keys(), ...looks.flatMap(({ services }) => Object.keys(services))]);
  const valuesOf = (name: string) => {
    const had = kept.services.get(name);
    const column = (which: Column): Values => [
      ...(had ? had[which].slice(0, keptCount) : nulls(keptCount)),
      ...rows.map((look) => look.services[name]?.[which] ?? null),
    ];
    return Object.fromEntries(columns.map((which) => [which, column(which)])) as Record<Column, Values>;
  };
  return {
    times: [...kept.times.slice(0, keptCount), ...rows.map(({ time }) => time)],
    services: new Map([...names].map((name) => [name, valuesOf(name)])),
  };
}

/**
 * The looks with one more, without those that are too old to be shown. After a long time without any (the page was in
 * the background) they begin anew: what lay between is known from what was kept.
 */
export function withLook(looks: readonly Look[], look: Look, keptMilliseconds: number): readonly Look[] {
  const last = looks.at(-1);
  if (last && look.time <= last.time) return looks;
  if (last && look.time - last.time > absenceMilliseconds) return [look];
  return [...looks.filter(({ time }) => time >= look.time - keptMilliseconds), look];
}

/** The values of a service at one time; undefined when there are none. */
export function valuesAt(frame: Frame, service: string, index: number): Record<Column, number> | undefined {
  const values = frame.services.get(service);
  if (!values || values.cpuPercent[index] == null) return undefined;
  return Object.fromEntries(columns.map((column) => [column, values[column][index] ?? 0])) as Record<
    Column,
    number
  >;
}

/** Where the newest values of any service are; -1 when there are none. */
export function newestIndex(frame: Frame): number {
  for (let index = frame.times.length - 1; index >= 0; index--)
    for (const { cpuPercent } of frame.services.values()) if (cpuPercent[index] != null) return index;
  return -1;
}

function withGaps(looks: readonly Look[]): Look[] {
  return looks.flatMap((look, index) => {
    const before = looks[index - 1];
    const gap = before && look.time - before.time > gapMilliseconds;
    return gap ? [{ time: before.time + 1, services: {} }, look] : [look];
  });
}

function nulls(count: number): Values {
  return Array.from({ length: count }, () => null);
}
