import { describe, expect, test } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatDuration,
  formatPercent,
  formatRate,
  keysToText,
  plainText,
  plural,
} from './format.ts';

describe('amounts carry their unit and at most three digits', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.6, '1.0 kB'],
    [1_400_000, '1.4 MB'],
    [12_000_000_000, '12 GB'],
    [5e15, '5000 TB'],
    [-2_500, '-2.5 kB'],
    [Number.NaN, '–'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  test('a rate is per second', () => expect(formatRate(1_400_000)).toBe('1.4 MB/s'));

  test.each([
    [0, '0 %'],
    [0.44, '0.4 %'],
    [12.3, '12 %'],
    [200, '200 %'],
  ])('%d percent is %s', (percent, text) => expect(formatPercent(percent)).toBe(text));

  test('one is not many', () => {
    expect([plural(1, 'service'), plural(0, 'service'), plural(1234, 'entry', 'entries')]).toEqual([
      '1 service',
      '0 services',
      '1,234 entries',
    ]);
  });
});

describe('times', () => {
  test.each([
    [400, '0.4 s'],
    [12_400, '12 s'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [97_200_000, '1 d 3 h'],
  ])('%d ms took %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  const now = Date.UTC(2026, 10, 24, 12);
  test.each([
    [2_000, 'just now'],
    [12_000, '12 s ago'],
    [200_000, '3 min ago'],
    [18_000_000, '5 h ago'],
    [100_000_000, 'yesterday'],
    [400_000_000, '4 days ago'],
    [31 * 86_400_000, '24 Oct 2026'],
  ])('%d ms before now was %s', (before, text) => expect(formatAgo(now - before, now)).toBe(text));
});

describe('texts of unknown origin', () => {
  test('escapes, control characters and marks that turn the direction go', () => {
    expect(plainText('\u001b[31mred\u001b[0m\u0007 a\u202egnp.exe\nb\u0000c')).toBe('red a gnp.exe b c');
  });

  test('markup stays what it is: text', () => {
    expect(plainText('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  test('long ones are cut', () => expect(plainText('x'.repeat(300), 10)).toBe('xxxxxxxxx…'));
});

test('keys are printed as on the keyboard at hand', () => {
  expect(keysToText('$mod+Shift+k', false)).toEqual(['Ctrl', 'Shift', 'K']);
  expect(keysToText('$mod+k', true)).toEqual(['⌘', 'K']);
  expect(keysToText('g l', false)).toEqual(['G', 'L']);
  expect(keysToText('Escape', false)).toEqual(['Esc']);
});
