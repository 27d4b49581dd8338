import { formatDuration } from '../../components/format.ts';

const two = (value: number) => String(value).padStart(2, '0');

/** What stands before a line; undefined where there is no such column. `before` is the time of the row above. */
export function timeText(mode: string, at: number, before: number | undefined): string | undefined {
  switch (mode) {
    case 'off':
      return undefined;
    case 'gap':
      return before === undefined ? ''.padStart(9) : gapText(at - before).padStart(9);
    case 'utc':
      return `${new Date(at).toISOString().slice(11, 23)}Z`;
    default: {
      const date = new Date(at);
      const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
      return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
    }
  }
}

function gapText(milliseconds: number): string {
  if (milliseconds < 0) return '';
  if (milliseconds < 1_000) return `+${Math.round(milliseconds)} ms`;
  return `+${formatDuration(milliseconds)}`;
}

/** With the date and the zone, to the microsecond. */
export function exactTime(mode: string, at: number): string {
  const micro = String(Math.floor((at % 1) * 1_000)).padStart(3, '0');
  if (mode === 'utc') return `${new Date(at).toISOString().slice(0, 23).replace('T', ' ')}${micro} UTC`;
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const zone = date.getTimezoneOffset();
  const sign = zone > 0 ? '-' : '+';
  const hours = `${two(Math.floor(Math.abs(zone) / 60))}:${two(Math.abs(zone) % 60)}`;
  return `${day} ${timeText('', at, undefined)}${micro} ${sign}${hours}`;
}
