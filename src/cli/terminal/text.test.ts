import { describe, expect, it } from 'vitest';
import { wantsColour } from './palette.ts';
import { ago, bytes, cut, duration, table, widthOf } from './text.ts';

describe('text', () => {
  it('is measured in columns: wide characters count twice, colours and marks not at all', () => {
    expect(['abc', '日本', '🚀', 'e\u0301', '\u001b[31mred\u001b[39m'].map(widthOf)).toEqual([3, 4, 2, 1, 3]);
  });

  it('is cut to columns, the cut shown', () => {
    expect([cut('abcdef', 6), cut('abcdef', 4), cut('日本語', 4), cut('abc', 0)]).toEqual([
      'abcdef',
      'abc…',
      '日…',
      '',
    ]);
  });

  it('stands in aligned columns', () => {
    expect(
      table(
        ['A', 'LONG'],
        [
          ['日本', 'x'],
          ['b', ''],
        ],
      ),
    ).toBe('A      LONG\n日本   x\nb\n');
  });

  it('tells sizes and times as people do', () => {
    expect([0, 999, 1000, 12_345_678, 999_950].map(bytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '12.3 MB',
      '1.0 MB',
    ]);
    expect([80, 9_940, 59_400, 59_600, 184_000, 7_500_000].map(duration)).toEqual([
      '0.1s',
      '9.9s',
      '59s',
      '1m00s',
      '3m04s',
      '2h05m',
    ]);
    expect([100, 1000, 125_000, 90_000_000].map(ago)).toEqual([
      'just now',
      '1 second ago',
      '2 minutes ago',
      '1 day ago',
    ]);
  });
});

describe('colours', () => {
  const terminal = { isTTY: true };
  it('are there on a terminal, unless somebody does not want them', () => {
    expect(wantsColour(terminal, undefined, {})).toBe(true);
    expect(wantsColour({}, undefined, {})).toBe(false);
    expect(wantsColour(terminal, false, { FORCE_COLOR: '1' })).toBe(false);
    expect(wantsColour(terminal, undefined, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColour(terminal, undefined, { TERM: 'dumb' })).toBe(false);
    expect(wantsColour({}, undefined, { FORCE_COLOR: '1' })).toBe(true);
    expect(wantsColour({}, undefined, { FORCE_COLOR: '0' })).toBe(false);
  });
});
