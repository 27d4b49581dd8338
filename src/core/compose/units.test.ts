import { describe, expect, it } from 'vitest';
import { durationForm, formatDuration, parseBytes, parseDuration, singlePrecision } from './units.ts';

describe('sizes', () => {
  it.each([
    [1024, 1024],
    ['1024', 1024],
    ['1b', 1],
    ['512m', 512 * 1024 ** 2],
    ['64MB', 64 * 1024 ** 2],
    ['1.5GiB', 1.5 * 1024 ** 3],
    ['10 kb', 10 * 1024],
    ['1T', 1024 ** 4],
    ['0.3k', 307],
    [-1, -1],
  ])('%s is %s bytes', (size, bytes) => {
    expect(parseBytes(size)).toBe(bytes);
  });

  it.each(['', 'b', '1x', '.5k', '5.', '-1', '1kbi', '64 megabytes', '1.1.1k', 1.5])(
    '%s is no size',
    (size) => {
      expect(parseBytes(size)).toBeUndefined();
    },
  );
});

describe('durations', () => {
  it.each([
    ['90s', '1m30s', 90_000],
    ['1.5h', '1h30m0s', 5_400_000],
    ['1500ms', '1.5s', 1500],
    ['2h5m0.25s', '2h5m0.25s', 7_500_250],
    ['100us', '100µs', 0.1],
    ['15ns', '15ns', 0.000015],
    ['0', '0s', 0],
    ['-10s', '-10s', -10_000],
    ['59m59.999999999s', '59m59.999999999s', 3_599_999.999999],
  ])('%s is printed as %s', (duration, form, milliseconds) => {
    expect(durationForm(duration)).toBe(form);
    expect(parseDuration(duration)).toBe(milliseconds);
  });

  it.each(['', '10', '1d', '1 s', '1S', 's', '10 seconds'])('"%s" is no duration', (duration) => {
    expect(durationForm(duration)).toBeUndefined();
  });

  it('are printed from milliseconds', () => {
    expect([0, 1, 1500, 90_000].map(formatDuration)).toEqual(['0s', '1ms', '1.5s', '1m30s']);
  });
});

it('fractions keep the digits that a 32-bit float holds', () => {
  expect([0.1, 0.5, 1.25, 0.333333333333, 1.123456789].map(singlePrecision)).toEqual([
    0.1, 0.5, 1.25, 0.33333334, 1.1234568,
  ]);
});
