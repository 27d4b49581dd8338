import { describe, expect, it } from 'vitest';
import { parseScale } from './scale.ts';
import { parseTime } from './time.ts';

describe('moments', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  it('are how long ago, dates, or seconds since the epoch', () => {
    const read = (word: string) => new Date(parseTime(word, '--since', now)).toISOString();
    expect(
      ['10m', '1h30m', '2d', '1.5s', '2026-03-01T10:00:00+01:00', '2026-02-28', '0.25'].map(read),
    ).toEqual([
      '2026-03-01T11:50:00.000Z',
      '2026-03-01T10:30:00.000Z',
      '2026-02-27T12:00:00.000Z',
      '2026-03-01T11:59:58.500Z',
      '2026-03-01T09:00:00.000Z',
      '2026-02-28T00:00:00.000Z',
      '1970-01-01T00:00:00.250Z',
    ]);
  });
  it('are refused when they mean nothing', () =>
    expect(() => parseTime('soon', '--since')).toThrow("--since does not understand 'soon'."));
});

describe('scales', () => {
  it('are numbers by service', () => expect(parseScale(['web=3', 'a=0'])).toEqual({ web: 3, a: 0 }));
  it('are refused when they are none', () =>
    expect(() => parseScale(['web=x'])).toThrow("'web=x' is no scale."));
});
