import type { Tree } from './positions.ts';

/** What a value is, for a message: `the number 5`. */
export function nounOf(value: Tree | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `the string "${value}"` : `the ${typeof value} ${String(value)}`;
}

/** `a, b or c` */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? 'something') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
