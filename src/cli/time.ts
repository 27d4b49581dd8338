import { UsageError } from './errors.ts';

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A moment as people write it: `10m`, `1h30m` (that long ago), a date, or seconds since the epoch.
 * Answers milliseconds since the epoch.
 */
export function parseTime(word: string, option: string, now = Date.now()): number {
  if (/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(word)) {
    const parts = word.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g);
    return (
      now - [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0)
    );
  }
  if (/^\d+(\.\d+)?$/.test(word)) return Number(word) * 1000;
  const time = Date.parse(word);
  if (Number.isNaN(time))
    throw new UsageError(
      `${option} does not understand '${word}'.`,
      'Write how long ago (10m, 1h30m), a date (2026-03-01T12:00:00Z), or seconds since the epoch.',
    );
  return time;
}
