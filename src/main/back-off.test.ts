import { expect, test } from 'vitest';
import { BackOff } from './back-off.ts';

test('pauses double, and after six short lives it is given up', () => {
  const backOff = new BackOff();
  const pauses = Array.from({ length: 6 }, () => backOff.next(100));
  expect(pauses).toEqual([250, 500, 1000, 2000, 4000, undefined]);
});

test('one that lived for a minute is started anew soon, however often that happened', () => {
  const backOff = new BackOff();
  const pauses = Array.from({ length: 20 }, () => backOff.next(60_000));
  expect(new Set(pauses)).toEqual(new Set([250]));
});

test('asked by a person it begins again', () => {
  const backOff = new BackOff();
  for (let end = 0; end < 6; end++) backOff.next(0);
  backOff.reset();
  expect(backOff.next(0)).toBe(250);
});
