import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { place, readWindowState, saveWindowState } from './window-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'bytest-window-'));
afterAll(() => rmSync(folder, { recursive: true }));

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const second = { x: 1440, y: 0, width: 1920, height: 1080 };

test('a window comes back where it was', () => {
  const bounds = { x: 1500, y: 100, width: 1200, height: 800 };
  expect(place(bounds, [laptop, second])).toEqual(bounds);
});

test('one on a display that is gone comes back on the first, no larger than that', () => {
  expect(place({ x: 1500, y: 100, width: 1800, height: 1000 }, [laptop])).toEqual({
    width: 1440,
    height: 875,
  });
});

test('one that hangs over the edge is moved in', () => {
  expect(place({ x: 700, y: -10, width: 1000, height: 700 }, [laptop])).toEqual({
    x: 440,
    y: 25,
    width: 1000,
    height: 700,
  });
});

test('one that is too small to use grows', () => {
  expect(place({ x: 10, y: 30, width: 20, height: 20 }, [laptop])).toMatchObject({ width: 880, height: 560 });
});

test('the first one has the usual size', () => {
  expect(place(undefined, [second])).toEqual({ width: 1360, height: 860 });
});

test('state is kept; a damaged file counts as none', () => {
  const file = join(folder, 'state', 'window.json');
  expect(readWindowState(file)).toEqual({});
  saveWindowState(file, { bounds: laptop, maximised: true, theme: 'dark' });
  expect(readWindowState(file)).toEqual({ bounds: laptop, maximised: true, theme: 'dark' });
  writeFileSync(file, '{"bounds": {"x": "1e9"}');
  expect(readWindowState(file)).toEqual({});
});
