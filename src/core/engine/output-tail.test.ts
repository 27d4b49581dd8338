import { expect, it } from 'vitest';
import { OutputTail } from './output-tail.ts';

function tailOf(limit: number, ...chunks: string[]): string {
  const tail = new OutputTail(limit);
  for (const chunk of chunks) tail.add(Buffer.from(chunk));
  return tail.text();
}

it('keeps all while there is room', () => {
  expect(tailOf(10, 'abc', 'def')).toBe('abcdef');
  expect(tailOf(6, 'abc', 'def')).toBe('abcdef');
});

it('keeps the newest when there is not', () => {
  expect(tailOf(4, 'abc', 'def', 'ghi')).toBe('fghi');
  expect(tailOf(3, 'a long one that is cut')).toBe('cut');
  expect(tailOf(0, 'abc')).toBe('');
});

it('begins at a whole character', () => {
  expect(tailOf(3, 'aéé')).toBe('é');
  expect(tailOf(5, '🙂🙂')).toBe('🙂');
});
