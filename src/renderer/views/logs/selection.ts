import type { LineStore } from './line-store.ts';
import { withoutColours } from './plain-text.ts';
import type { Rows } from './rows.ts';
import { exactTime } from './times.ts';

/** Lines by number, both ends included, whichever was pressed first. */
export interface Selection {
  from: number;
  to: number;
}

/** So many lines are copied at most. */
const mostLines = 100_000;
/** What belongs to a line is looked for in so many after it. */
const mostFollowing = 200;

export function isSelected(selection: Selection | undefined, number: number): boolean {
  if (!selection) return false;
  return number >= Math.min(selection.from, selection.to) && number <= Math.max(selection.from, selection.to);
}

/** The selected lines that are shown, as text. */
export function textOf(store: LineStore, rows: Rows, { from, to }: Selection, withTime: boolean): string {
  const lines: string[] = [];
  const last = Math.max(from, to);
  for (let row = rows.rowOf(Math.min(from, to)); lines.length < mostLines; row++) {
    const number = rows.numberAt(row);
    if (number === undefined || number > last) break;
    const line = store.line(number);
    if (!line) continue;
    const text = withoutColours(line.text);
    const service = line.kind === 'line' ? `${line.source.service} ` : '';
    lines.push(withTime ? `${exactTime('utc', line.at)} ${service}${text}` : text);
  }
  return lines.join('\n');
}

/** A line with those of its container that go on from it, as a stack trace does. */
export function withRest(store: LineStore, number: number) {
  const first = store.line(number);
  if (first?.kind !== 'line') return [];
  const lines = [first];
  for (let next = number + 1; next <= number + mostFollowing; next++) {
    const line = store.line(next);
    if (line?.kind !== 'line' || line.source !== first.source) continue;
    if (!line.continues && !/^(?:\s+\S|Caused by: )/.test(line.text)) break;
    lines.push(line);
  }
  return lines;
}
