import type { WriteStream } from 'node:tty';

type Paint = (text: string) => string;

export interface Palette {
  bold: Paint;
  dim: Paint;
  red: Paint;
  green: Paint;
  yellow: Paint;
  blue: Paint;
  cyan: Paint;
  magenta: Paint;
}

/** Colours, or functions that leave the text as it is. */
export function palette(enabled: boolean): Palette {
  const paint =
    (open: number, close: number): Paint =>
    (text) =>
      enabled ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    magenta: paint(35, 39),
    cyan: paint(36, 39),
  };
}

/**
 * Whether a stream takes colours: `--no-color` and NO_COLOR (https://no-color.org) turn them off, FORCE_COLOR on;
 * else a terminal has them.
 */
export function wantsColour(
  stream: { isTTY?: boolean | undefined } | WriteStream,
  wish: boolean | undefined,
  environment: Record<string, string | undefined> = process.env,
): boolean {
  if (wish === false || environment['NO_COLOR']) return false;
  if (environment['FORCE_COLOR'] && environment['FORCE_COLOR'] !== '0') return true;
  return Boolean(stream.isTTY) && environment['TERM'] !== 'dumb';
}
