import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.ts';

test('three a minute; those held back are counted with the next one', () => {
  const limit = new RateLimit(3, 60_000);
  expect([0, 1, 2, 3, 4].map((now) => limit.take(now))).toEqual([0, 0, 0, undefined, undefined]);
  expect(limit.take(60_000)).toBe(2);
  expect(limit.take(60_001)).toBe(0);
});
