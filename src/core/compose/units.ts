import type { Bytes, Duration } from './model.ts';

/*
 * Sizes and durations as the Compose specification writes them ("Specifying byte values", "Specifying durations",
 * https://github.com/compose-spec/compose-spec/blob/main/11-extension.md), read as leniently and printed as exactly
 * as Compose does.
 */

const powers = ['', 'k', 'm', 'g', 't', 'p'];
const sizePattern = /^(\d+(?:\.\d+)?) ?([kmgtp])?i?b?$/i;

/** The bytes of `512m`, `1.5 GiB`, `"1024"` or a plain number. Undefined when it is no size. */
export function parseBytes(size: Bytes | number): number | undefined {
  if (typeof size === 'number') return Number.isInteger(size) ? size : undefined;
  const [, amount, unit = ''] = sizePattern.exec(size) ?? [];
  if (amount === undefined) return undefined;
  return Math.floor(Number(amount) * 1024 ** powers.indexOf(unit.toLowerCase()));
}

const nanoseconds: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
const durationPattern = /^([-+]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/;
const durationPart = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** The milliseconds of `1m30s`, `1.5h`, `300ms`. Undefined when it is no duration. */
export function parseDuration(duration: Duration): number | undefined {
  const parsed = parseNanoseconds(duration);
  return parsed === undefined ? undefined : parsed / 1e6;
}

/** A duration in Go's form: `90s` becomes `1m30s`, `1h` becomes `1h0m0s`. Undefined when it is no duration. */
export function durationForm(duration: string): Duration | undefined {
  const parsed = parseNanoseconds(duration);
  return parsed === undefined ? undefined : formatNanoseconds(parsed);
}

/** Milliseconds in Go's form: 90000 is `1m30s`. */
export function formatDuration(milliseconds: number): Duration {
  return formatNanoseconds(Math.round(milliseconds * 1e6));
}

function parseNanoseconds(duration: string): number | undefined {
  const [, sign, body] = durationPattern.exec(duration) ?? [];
  if (body === undefined) return undefined;
  let total = 0;
  for (const [, amount, unit] of body.matchAll(durationPart))
    total += Math.trunc(Number(amount) * (nanoseconds[unit ?? ''] ?? 0));
  return sign === '-' ? -total : total;
}

function formatNanoseconds(total: number): Duration {
  if (total === 0) return '0s';
  if (total < 0) return `-${formatNanoseconds(-total)}`;
  if (total < 1e3) return `${total}ns`;
  if (total < 1e6) return `${total / 1e3}µs`;
  if (total < 1e9) return `${total / 1e6}ms`;
  const hours = Math.floor(total / 3600e9);
  const minutes = Math.floor(total / 60e9) % 60;
  const seconds = (total % 60e9) / 1e9;
  return `${hours ? `${hours}h` : ''}${hours || minutes ? `${minutes}m` : ''}${seconds}s`;
}

/** A number with no more digits than a 32-bit float holds, which is how Compose keeps fractions of processors. */
export function singlePrecision(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 10; digits++) {
    const shorter = Number(single.toPrecision(digits));
    if (Math.fround(shorter) === single) return shorter;
  }
  return single;
}
