import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test('a title is one line without escape sequences, turned writing, or an end far away', () => {
  expect(printable('shop\u001b]0;owned\u0007\nnext\u202Egnp')).toBe('shop ]0;owned next gnp');
  expect(printable('a'.repeat(500), 10)).toBe('aaaaaaaaa…');
  expect(printable('  Grüße, 世界 ')).toBe('Grüße, 世界');
});
