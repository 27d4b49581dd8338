import { expect, it } from 'vitest';
import { withoutEchoes } from './echoes.ts';
import type { Mark } from './metrics.ts';

const mark = (time: number, kind: Mark['kind'], container = 'web-1'): Mark => ({
  time,
  kind,
  container,
  service: 'web',
  text: kind,
});

it('leaves out what is told again at once, of the same container only', () => {
  const told = [
    mark(0, 'oom'),
    mark(900, 'oom'),
    mark(900, 'oom', 'web-2'),
    mark(950, 'die'),
    mark(1_800, 'oom'),
    mark(5_000, 'oom'),
  ];
  expect(withoutEchoes(told).map(({ time, kind, container }) => `${time} ${kind} ${container}`)).toEqual([
    '0 oom web-1',
    '900 oom web-2',
    '950 die web-1',
    '5000 oom web-1',
  ]);
});
