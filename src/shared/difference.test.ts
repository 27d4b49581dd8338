import { expect, test } from 'vitest';
import { difference, nearChanges } from './difference.ts';

const shown = (before: string, after: string) =>
  difference(before, after).map(({ mark, text }) => mark + text);

test('what stays, goes and comes', () => {
  expect(shown('a\nb\nc\n', 'a\nB\nc\nd\n')).toEqual([' a', '-b', '+B', ' c', '+d']);
  expect(shown('', 'a\n')).toEqual(['+a']);
  expect(shown('a\n', '')).toEqual(['-a']);
  expect(shown('a\n', 'a\n')).toEqual([' a']);
});

test('only what is near a change is shown', () => {
  const before = 'abcdefghij'.split('').join('\n');
  const after = before.replace('b', 'B').replace('i', 'I');
  const parts = nearChanges(difference(before, after), 1);
  expect(parts.map((part) => part.map(({ mark, text }) => mark + text).join(''))).toEqual([
    ' a-b+B c',
    ' h-i+I j',
  ]);
  expect(nearChanges(difference(before, before), 1)).toEqual([]);
});
