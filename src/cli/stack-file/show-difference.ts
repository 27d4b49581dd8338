import type { Palette } from '../terminal/palette.ts';

/** Lines that stay around those that change. */
const around = 2;

interface Line {
  mark: ' ' | '+' | '-';
  text: string;
}

/** What changes between two texts, line by line, with a little around it. */
export function showDifference(before: string, after: string, paint: Palette): string {
  const lines = difference(linesOf(before), linesOf(after));
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ mark }) => mark !== ' '),
  );
  return lines
    .map(({ mark, text }, index) => {
      if (!isNear[index])
        return isNear[index - 1] || (index === 0 && isNear.includes(true)) ? paint.dim('  …\n') : '';
      const line = `${mark} ${text}`.trimEnd();
      return `${mark === '+' ? paint.green(line) : mark === '-' ? paint.red(line) : line}\n`;
    })
    .join('');
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** By the longest common subsequence: stack files are small. */
function difference(before: readonly string[], after: readonly string[]): Line[] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  const at = (one: number, other: number) => lengths[one]?.[other] ?? 0;
  for (let one = before.length - 1; one >= 0; one -= 1)
    for (let other = after.length - 1; other >= 0; other -= 1)
      (lengths[one] as number[])[other] =
        before[one] === after[other]
          ? at(one + 1, other + 1) + 1
          : Math.max(at(one + 1, other), at(one, other + 1));
  const lines: Line[] = [];
  let [one, other] = [0, 0];
  while (one < before.length || other < after.length) {
    const [left, right] = [before[one], after[other]];
    if (left !== undefined && left === right) {
      lines.push({ mark: ' ', text: left });
      one += 1;
      other += 1;
    } else if (left !== undefined && (right === undefined || at(one + 1, other) >= at(one, other + 1))) {
      lines.push({ mark: '-', text: left });
      one += 1;
    } else {
      lines.push({ mark: '+', text: right ?? '' });
      other += 1;
    }
  }
  return lines;
}
