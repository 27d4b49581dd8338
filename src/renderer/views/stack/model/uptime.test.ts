import { expect, it } from 'vitest';
import { container } from './stand-ins.ts';
import { statusText, uptimeOf, uptimeText } from './uptime.ts';

const moments = { seenAt: 100_000, now: 130_000 };

it.each([
  ['Up Less than a second', '31 s'],
  ['Up 5 seconds (healthy)', '35 s'],
  ['Up About a minute', '1 min'],
  ['Up 3 minutes (health: starting)', '3 min'],
  ['Up About an hour', '1 h'],
  ['Up 47 hours', '47 h'],
  ['Up 3 days', '3 d'],
  ['Up 2 weeks', '14 d'],
])('"%s", seen half a minute ago, is %s by now', (status, text) => {
  expect(uptimeText(uptimeOf({ state: 'running', status }, moments) ?? -1)).toBe(text);
});

it('leaves out ages that are not of now', () => {
  const of = (about: Parameters<typeof container>[2]) => statusText(container('db', 1, about), moments);
  expect(of({ status: 'Up 5 minutes (healthy)', health: 'healthy' })).toBe('up 5 min, healthy');
  expect(of({ status: 'Up 5 minutes (Paused)', state: 'paused' })).toBe('up 5 min, paused');
  expect(of({ status: 'Exited (137) 4 seconds ago', state: 'exited' })).toBe('Exited (137)');
  expect(of({ status: 'Exited (0) About an hour ago', state: 'exited' })).toBe('Exited (0)');
  expect(of({ status: 'Created', state: 'created' })).toBe('Created');
  expect(of({ status: '', state: 'dead' })).toBe('dead');
});
