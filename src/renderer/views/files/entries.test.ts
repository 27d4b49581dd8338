import { expect, it } from 'vitest';
import type { FileEntry } from '../../../shared/contract/index.ts';
import { shownEntries, sortOf, textOfSort } from './entries.ts';

const file = (name: string, size: number, more: Partial<FileEntry> = {}): FileEntry => ({
  ...{ name, size, kind: 'file', mode: 'rw-r--r--', owner: 'root:root', changedAt: size },
  ...more,
});
const entries = [
  file('b10', 1),
  file('b9', 30),
  file('Zoo', 5, { kind: 'folder' }),
  file('link', 9, { kind: 'link', leadsTo: 'folder' }),
  file('nowhere', 9, { kind: 'link', leadsTo: 'nothing' }),
];
const names = (text: string, sort: string) =>
  shownEntries(entries, text, sortOf(sort)).map(({ name }) => name);

it('are sorted with folders first, whichever way', () => {
  expect(names('', '')).toEqual(['link', 'Zoo', 'b9', 'b10', 'nowhere']);
  expect(names('', 'size')).toEqual(['Zoo', 'link', 'b10', 'nowhere', 'b9']);
  expect(names('', '-size')).toEqual(['link', 'Zoo', 'b9', 'nowhere', 'b10']);
});

it('are filtered by what their names hold', () => {
  expect(names('B', '')).toEqual(['b9', 'b10']);
  expect(names('zo', '-changed')).toEqual(['Zoo']);
});

it('have their order in the address', () => {
  for (const text of ['', 'size', '-size', '-name', 'changed']) expect(textOfSort(sortOf(text))).toBe(text);
  expect(sortOf('nonsense')).toEqual({ by: 'name', descending: false });
});
