import { describe, expect, it } from 'vitest';
import type { Sample, Series } from '../../../shared/contract/index.ts';
import { emptyFrame, frameOf, joined, type Look, newestIndex, valuesAt, withLook } from './frame.ts';
import { rangeOf, readChosen, toggled } from './ranges.ts';

const sample = (time: number, cpuPercent: number): Sample => ({
  time,
  cpuPercent,
  memoryUsed: 10 * cpuPercent,
  memoryLimit: 1000,
  networkReceived: 1,
  networkSent: 2,
  blockRead: 3,
  blockWritten: 4,
  processes: 5,
});
const look = (time: number, cpus: Record<string, number>): Look => ({
  time,
  services: Object.fromEntries(Object.entries(cpus).map(([name, cpu]) => [name, sample(time, cpu)])),
});
const series = (service: string, time: number[], values: (number | null)[]): Series => ({
  service,
  time,
  cpuPercent: values,
  memoryUsed: values,
  memoryLimit: values,
  networkReceived: values,
  networkSent: values,
  blockRead: values,
  blockWritten: values,
});
const cpuOf = (frame: ReturnType<typeof joined>, service: string) => frame.services.get(service)?.cpuPercent;

describe('a frame', () => {
  it('puts what was kept before the looks, and gaps where nobody looked', () => {
    const kept = frameOf([series('web', [0, 10_000, 20_000], [1, null, 3])]);
    const frame = joined(kept, [
      look(15_000, { web: 4 }),
      look(16_000, { web: 5, db: 6 }),
      look(30_000, { db: 7 }),
    ]);
    expect(frame.times).toEqual([0, 10_000, 15_000, 16_000, 16_001, 30_000]);
    expect(cpuOf(frame, 'web')).toEqual([1, null, 4, 5, null, null]);
    expect(cpuOf(frame, 'db')).toEqual([null, null, null, 6, null, 7]);
  });

  it('is what was kept while nobody has looked, and nothing without either', () => {
    const kept = frameOf([series('web', [0], [1])]);
    expect(joined(kept, [])).toBe(kept);
    expect(joined(frameOf([]), [])).toEqual(emptyFrame);
  });

  it('says the values at a time, and where the newest are', () => {
    const frame = joined(emptyFrame, [look(1_000, { web: 2 }), look(2_000, {})]);
    expect(newestIndex(frame)).toBe(0);
    expect(valuesAt(frame, 'web', 0)).toMatchObject({ cpuPercent: 2, memoryUsed: 20, blockWritten: 4 });
    expect(valuesAt(frame, 'web', 1)).toBeUndefined();
    expect(valuesAt(frame, 'gone', 0)).toBeUndefined();
    expect(newestIndex(emptyFrame)).toBe(-1);
  });
});

it('keeps looks as long as they are shown, each once', () => {
  let looks: readonly Look[] = [];
  for (const time of [0, 1_000, 1_000, 2_000, 9_000]) looks = withLook(looks, look(time, {}), 8_000);
  expect(looks.map(({ time }) => time)).toEqual([1_000, 2_000, 9_000]);
  expect(withLook(looks, look(30_000, {}), 300_000).map(({ time }) => time)).toEqual([30_000]);
});

describe('services in the address', () => {
  const all = ['api', 'db', 'web'];

  it('are all, unless some are named', () => {
    expect(readChosen('')).toBeUndefined();
    expect(readChosen('web,db')).toEqual(new Set(['web', 'db']));
  });

  it('are switched off and on, never all off', () => {
    expect(toggled(undefined, 'db', all)).toBe('api,web');
    expect(toggled(new Set(['api', 'web']), 'db', all)).toBe('');
    expect(toggled(new Set(['web']), 'web', all)).toBe('');
  });
});

it('knows its ranges, and takes the live one for anything else', () => {
  expect(rangeOf('6h').milliseconds).toBe(6 * 3_600_000);
  expect(rangeOf('nonsense').id).toBe('live');
});
