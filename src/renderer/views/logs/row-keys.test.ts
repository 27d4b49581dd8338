import { expect, it } from 'vitest';
import { RowKeys } from './row-keys.ts';

it('keeps the element of each line that was drawn before, and makes new ones for the others', () => {
  const keys = new RowKeys();
  const [one, two, three] = keys.of([10, 11, 12]);
  expect(keys.of([11, 12, 13])).toEqual([two, three, expect.any(Number)]);
  expect(new Set([...keys.of([11, 12, 13]), one]).size).toBe(4);
});

it('takes all elements over, in their order, where every line is another', () => {
  const keys = new RowKeys();
  const first = keys.of([10, 11, 12]);
  expect(keys.of([500_000, 500_001, 500_002])).toEqual(first);
  const more = keys.of([7, 8, 9, 10]);
  expect(more.slice(0, 3)).toEqual(first);
  expect(new Set(more).size).toBe(4);
  expect(keys.of([30, 40])).toEqual(first.slice(0, 2));
});
