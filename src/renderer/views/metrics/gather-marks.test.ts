import { expect, it } from 'vitest';
import type { Mark } from '../../../shared/contract/index.ts';
import { gathered } from './gather-marks.ts';

const at = (x: number, kind: Mark['kind']) => ({
  x,
  mark: { time: x, service: 'web', container: 'web-1', kind, text: kind },
});

it('draws of marks at one place the weightiest', () => {
  const placed = [at(100, 'start'), at(10, 'die'), at(11, 'oom'), at(14, 'restart'), at(30, 'stop')];
  expect(gathered(placed, 8).map(({ x, mark }) => [x, mark.kind])).toEqual([
    [11, 'oom'],
    [30, 'stop'],
    [100, 'start'],
  ]);
  expect(gathered([], 8)).toEqual([]);
});
