import { expect, it } from 'vitest';
import { gridOver, onGrid } from './buckets.ts';

it('lays a grid of whole steps over a span, with no more points than were asked for', () => {
  expect(gridOver(0, 300_000, 1000, 10_000)).toEqual({ start: 0, width: 10_000, count: 30 });
  expect(gridOver(5_000, 305_000, 11, 10_000)).toEqual({ start: 0, width: 30_000, count: 11 });
  for (const points of [2, 3, 7, 100, 2000])
    for (const since of [0, 7_777, 123_456_789])
      expect(gridOver(since, since + 86_400_000, points, 60_000).count).toBeLessThanOrEqual(points);
});

it('reaches from before the beginning to the end of the span', () => {
  const { start, width, count } = gridOver(1_234_567, 9_876_543, 50, 10_000);
  expect(start).toBeLessThanOrEqual(1_234_567);
  expect(start + width * count).toBeGreaterThanOrEqual(9_876_543);
});

it('puts null where nothing was measured', () => {
  const row = (time: number, value: number) => ({
    time,
    cpuPercent: value,
    memoryUsed: value,
    memoryLimit: value,
    networkReceived: value,
    networkSent: value,
    blockRead: value,
    blockWritten: value,
  });
  const series = onGrid('web', [row(100, 1), row(130, 4)], { start: 100, width: 10, count: 5 });
  const values = [1, null, null, 4, null];
  expect(series).toEqual({
    service: 'web',
    time: [100, 110, 120, 130, 140],
    cpuPercent: values,
    memoryUsed: values,
    memoryLimit: values,
    networkReceived: values,
    networkSent: values,
    blockRead: values,
    blockWritten: values,
  });
});
