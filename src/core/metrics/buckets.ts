import { type Column, columns, type Series } from './metrics.ts';

/** What was measured of a service from `time` on, for as long as its step or point is. */
export type Row = { time: number } & Record<Column, number>;

/** Where the points of a series lie: `count` of them from `start` on, `width` milliseconds apart. */
export interface Grid {
  start: number;
  width: number;
  count: number;
}

/** A grid over a span with at most `points` points, none narrower than the steps that are kept. */
export function gridOver(since: number, until: number, points: number, step: number): Grid {
  // One less: the first point may begin before the span does.
  const wanted = (until - since) / Math.max(1, points - 1);
  const width = Math.max(step, Math.ceil(wanted / step) * step);
  const start = Math.floor(since / width) * width;
  return { start, width, count: Math.max(1, Math.ceil((until - start) / width)) };
}

/** The rows, one a point, as a series: a point without a row is null, so that a chart has a gap there. */
export function onGrid(service: string, rows: readonly Row[], grid: Grid): Series {
  const byPoint = new Map(rows.map((row) => [Math.floor((row.time - grid.start) / grid.width), row]));
  const points = Array.from({ length: grid.count }, (_, index) => byPoint.get(index));
  const column = (name: Column) => points.map((row) => row?.[name] ?? null);
  return {
    service,
    time: points.map((_, index) => grid.start + index * grid.width),
    ...(Object.fromEntries(columns.map((name) => [name, column(name)])) as Record<Column, (number | null)[]>),
  };
}
