import { expect, it } from 'vitest';
import { modeText, parseFind, parseStat } from './parse-listing.ts';

it("reads what GNU's find says, whatever names hold", () => {
  const output = [
    ...['two\nlines', '-rw-r--r--', '12', '1700000000.5000000000', 'root:daemon', 'f', ''],
    ...['to "it"', 'lrwxrwxrwx', '3', '1700000001.0', '0:0', 'd', '/a b'],
    ...['gone', 'lrwxrwxrwx', '3', '1700000001.0', '0:0', 'N', 'x'],
    ...['pipe', 'prw-r--r--', '0', '1700000001.0', '0:0', 'p', ''],
  ].join('\0');
  expect(parseFind(`${output}\0`)).toEqual([
    {
      ...{ name: 'two\nlines', kind: 'file', size: 12, mode: 'rw-r--r--', owner: 'root:daemon' },
      changedAt: 1_700_000_000_500,
    },
    {
      ...{ name: 'to "it"', kind: 'link', size: 3, mode: 'rwxrwxrwx', owner: '0:0' },
      ...{ changedAt: 1_700_000_001_000, linkTarget: '/a b', leadsTo: 'folder' },
    },
    {
      ...{ name: 'gone', kind: 'link', size: 3, mode: 'rwxrwxrwx', owner: '0:0' },
      ...{ changedAt: 1_700_000_001_000, linkTarget: 'x', leadsTo: 'nothing' },
    },
    {
      ...{ name: 'pipe', kind: 'other', size: 0, mode: 'rw-r--r--', owner: '0:0' },
      changedAt: 1_700_000_001_000,
    },
  ]);
  expect(parseFind('')).toEqual([]);
});

it('reads what stat says, whatever names hold', () => {
  const lines = [
    './plain//-rw-r--r--/5/1700000000/root:UNKNOWN/0:77',
    './two\n.lines -rw-r--r-- 5//drwxr-xr-x/4096/1700000000/root:root/0:0',
    './link//lrwxrwxrwx/3/1700000000/root:root/0:0',
  ];
  const links = ['./link', 'nothing', 'a\nb\nx'];
  expect(parseStat(`${lines.join('\n')}\n\0${links.join('\0')}`)).toMatchObject([
    { name: 'plain', kind: 'file', size: 5, owner: 'root:77' },
    { name: 'two\n.lines -rw-r--r-- 5', kind: 'folder' },
    { name: 'link', kind: 'link', linkTarget: 'a\nb', leadsTo: 'nothing' },
  ]);
});

it('writes permissions as ls does', () => {
  const modes = [0o755, 0o644, 0o4755, 0o2644, 0o1777, 0o1776, 0];
  expect(modes.map(modeText)).toEqual([
    ...['rwxr-xr-x', 'rw-r--r--', 'rwsr-xr-x', 'rw-r-Sr--', 'rwxrwxrwt', 'rwxrwxrwT', '---------'],
  ]);
});
