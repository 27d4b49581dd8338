import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../store/index.ts';
import { gridOver, type Row } from './buckets.ts';
import { Collected } from './collected.ts';
import type { Usage } from './metrics.ts';
import { coarseStep, fineAge, fineStep, MetricsTable } from './table.ts';

let folder: string;
let store: Store;
let table: MetricsTable;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bytest-metrics-'));
  store = openStore({ folder });
  table = new MetricsTable(store);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A full hour, so that minutes begin where steps do. */
const start = 1_800_000_000_000 - (1_800_000_000_000 % 3_600_000);

function row(time: number, cpuPercent: number, memoryUsed = 100): Row {
  return {
    time,
    cpuPercent,
    memoryUsed,
    memoryLimit: 1000,
    networkReceived: 1,
    networkSent: 2,
    blockRead: 3,
    blockWritten: 4,
  };
}

/** Each step of a span, with the step's number as its CPU. */
function fill(stack: string, service: string, steps: number): void {
  const rows = Array.from({ length: steps }, (_, index) => ({
    service,
    row: row(start + index * fineStep, index, 100 + index),
  }));
  table.add(stack, rows);
}

const cpus = (rows: readonly Row[]) => rows.map(({ cpuPercent }) => cpuPercent);
const rowsKept = () =>
  Number(store.database.prepare('SELECT count(*) AS rows FROM metric_sample').get()?.['rows']);

describe('what is kept', () => {
  it('comes back as it was, of this stack and service only', () => {
    fill('one', 'web', 3);
    fill('one', 'db', 1);
    fill('two', 'web', 2);
    const grid = gridOver(start, start + 5 * fineStep, 100, fineStep);
    expect(table.services('one')).toEqual(['db', 'web']);
    expect(table.read('one', 'web', grid)).toEqual([
      row(start, 0, 100),
      row(start + fineStep, 1, 101),
      row(start + 2 * fineStep, 2, 102),
    ]);
    expect(table.read('two', 'db', grid)).toEqual([]);
    expect(table.keptSince('one')).toBe(start);
    expect(table.keptSince('three')).toBeUndefined();
  });

  it('is put together where a point holds several: the mean of the CPU, the peak of the memory', () => {
    fill('one', 'web', 6);
    const grid = gridOver(start, start + 6 * fineStep, 3, fineStep);
    expect(table.read('one', 'web', grid)).toEqual([row(start, 1, 102), row(start + 3 * fineStep, 4, 105)]);
  });

  it('sums the services of the newest step as the load', () => {
    table.add('one', [
      { service: 'web', row: row(start, 90) },
      { service: 'web', row: row(start + fineStep, 2, 30) },
      { service: 'db', row: row(start + fineStep, 3, 40) },
    ]);
    expect(table.newest('one', start)).toEqual({ cpuPercent: 5, memoryUsed: 70 });
    expect(table.newest('one', start + 2 * fineStep)).toBeUndefined();
    expect(table.newest('two', start)).toBeUndefined();
  });
});

describe('condensing', () => {
  const day = 24 * 3_600_000;

  it('puts minutes that are over together, once, and leaves the running one', () => {
    fill('one', 'web', 15);
    const now = start + 15 * fineStep;
    table.condense(now, day);
    table.condense(now, day);
    expect(rowsKept()).toBe(15 + 2);
    const grid = gridOver(start, start + 3 * coarseStep, 4, coarseStep);
    expect(cpus(table.read('one', 'web', grid))).toEqual([2.5, 8.5, 13]);
  });

  it('keeps fine steps for an hour, coarse ones as long as is wished, and then nothing of a stack', () => {
    fill('one', 'web', 360);
    table.condense(start + fineAge, day);
    table.condense(start + 2 * fineAge, day);
    expect(rowsKept()).toBe(60);
    const grid = gridOver(start, start + fineAge, 61, coarseStep);
    expect(cpus(table.read('one', 'web', grid)).slice(0, 3)).toEqual([2.5, 8.5, 14.5]);
    table.condense(start + fineAge + day, day);
    expect(rowsKept()).toBe(0);
    expect(table.services('one')).toEqual([]);
  });

  it('makes up for minutes that nobody condensed', () => {
    fill('one', 'web', 6);
    table.condense(start + coarseStep, day);
    table.add('one', [{ service: 'web', row: row(start + 3 * coarseStep, 7) }]);
    table.condense(start + 10 * coarseStep, day);
    const grid = gridOver(start, start + 4 * coarseStep, 5, coarseStep);
    expect(table.read('one', 'web', grid).map(({ time, cpuPercent }) => [time, cpuPercent])).toEqual([
      [start, 2.5],
      [start + 3 * coarseStep, 7],
    ]);
  });
});

it('gathers the looks of one step into one row a service', () => {
  const collected = new Collected();
  const usage = (cpuPercent: number, memoryUsed: number): Usage => ({
    ...row(0, cpuPercent, memoryUsed),
    processes: 1,
  });
  collected.add({ web: usage(10, 50), db: usage(1, 1) });
  collected.add({ web: usage(30, 40) });
  expect(collected.take(start)).toEqual([
    { service: 'web', row: row(start, 20, 50) },
    { service: 'db', row: row(start, 1, 1) },
  ]);
  expect(collected.take(start)).toEqual([]);
});
