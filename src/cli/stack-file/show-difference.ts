import { difference, nearChanges } from '../../shared/index.ts';
import type { Palette } from '../terminal/palette.ts';

/** What changes between two texts, line by line, with a little around it. */
export function showDifference(before: string, after: string, paint: Palette): string {
  const colours = { '+': paint.green, '-': paint.red, ' ': (text: string) => text };
  return nearChanges(difference(before, after), 2)
    .map((part) => part.map(({ mark, text }) => `${colours[mark](`${mark} ${text}`.trimEnd())}\n`).join(''))
    .join(paint.dim('  …\n'));
}
