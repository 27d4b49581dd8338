/** A line of two texts that are compared: of both, of the second, of the first. */
export interface DifferenceLine {
  mark: ' ' | '+' | '-';
  text: string;
}

/** Longer texts are not compared line by line: all of one goes, all of the other comes. */
const maximumLines = 2000;

/** How one text becomes another, line by line, with as few changes as can be. */
export function difference(before: string, after: string): DifferenceLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  if (Math.max(old.length, now.length) > maximumLines) return [...old.map(line('-')), ...now.map(line('+'))];
  // The length of the longest common subsequence from each pair of lines on.
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const at = (one: number, other: number) => lengths[one]?.[other] ?? 0;
  for (let one = old.length - 1; one >= 0; one -= 1)
    for (let other = now.length - 1; other >= 0; other -= 1)
      (lengths[one] as number[])[other] =
        old[one] === now[other]
          ? at(one + 1, other + 1) + 1
          : Math.max(at(one + 1, other), at(one, other + 1));
  const lines: DifferenceLine[] = [];
  let [one, other] = [0, 0];
  while (one < old.length || other < now.length) {
    const [left, right] = [old[one], now[other]];
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

/** Parts of a difference that show what changes with so many lines around; between two of them is what stays. */
export function nearChanges(lines: readonly DifferenceLine[], around: number): DifferenceLine[][] {
  const parts: DifferenceLine[][] = [];
  let isOpen = false;
  for (const [index, it] of lines.entries()) {
    const near = lines.slice(Math.max(0, index - around), index + around + 1);
    const isNear = near.some(({ mark }) => mark !== ' ');
    if (isNear && !isOpen) parts.push([]);
    if (isNear) parts.at(-1)?.push(it);
    isOpen = isNear;
  }
  return parts;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function line(mark: DifferenceLine['mark']) {
  return (text: string): DifferenceLine => ({ mark, text });
}
