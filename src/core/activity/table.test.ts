import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../store/index.ts';
import type { Happening } from './activity.ts';
import { ActivityTable } from './table.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bytest-activity-'));
  store = openStore({ folder });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const happening = (stack: string, time: number): Happening => ({
  time,
  stack,
  service: 'web',
  kind: 'started',
  level: 'good',
  text: `web started at ${time}`,
});

test('the same happening is kept once, however many write it', () => {
  const [one, other] = [new ActivityTable(store), new ActivityTable(store)];
  expect(one.add('a', happening('shop', 1))).toBe(true);
  expect(other.add('a', happening('shop', 1))).toBe(false);
  expect(other.add('b', happening('shop', 2))).toBe(true);
  expect(one.after(0, 'shop', 10).map(({ time }) => time)).toEqual([1, 2]);
});

test('a reader goes on after what it had, in its stack or in all', () => {
  const table = new ActivityTable(store);
  for (let time = 1; time <= 6; time++) table.add(String(time), happening(time % 2 ? 'odd' : 'even', time));
  expect(table.after(2, undefined, 2).map(({ time }) => time)).toEqual([3, 4]);
  expect(table.after(2, 'even', 9).map(({ time }) => time)).toEqual([4, 6]);
  expect(table.before(undefined, 2)).toBe(4);
  expect(table.before('odd', 9)).toBe(0);
  expect(table.between('odd', 2, 5).map(({ time }) => time)).toEqual([3, 5]);
});

test('of each stack the newest are kept', () => {
  const table = new ActivityTable(store);
  table.add('other', happening('other', 1));
  store.database.exec('BEGIN');
  for (let time = 1; time <= 5_300; time++) table.add(String(time), happening('shop', time));
  store.database.exec('COMMIT');
  const kept = table.between('shop', 0, 1e6);
  expect(kept.length).toBeLessThanOrEqual(5_100);
  expect(kept.at(-1)?.time).toBe(5_300);
  expect(table.between('other', 0, 10)).toHaveLength(1);
});
