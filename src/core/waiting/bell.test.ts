import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { Bell, pause } from './bell.ts';

test('a ring wakes all who wait, and nobody who comes later', async () => {
  const bell = new Bell();
  bell.ring();
  const woken: string[] = [];
  const one = bell.next().then(() => woken.push('one'));
  const other = bell.next(new AbortController().signal).then(() => woken.push('other'));
  expect(woken).toEqual([]);
  bell.ring();
  await Promise.all([one, other]);
  expect(woken).toEqual(['one', 'other']);
});

test('an abort ends the waiting, also one that came before; no listener is left', async () => {
  const abort = new AbortController();
  const bell = new Bell();
  const waits = [bell.next(abort.signal), pause(3_600_000, abort.signal)];
  const rung = bell.next(abort.signal);
  bell.ring();
  await rung;
  expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1);
  abort.abort();
  await Promise.all([...waits, bell.next(abort.signal), pause(3_600_000, abort.signal)]);
  expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
});
