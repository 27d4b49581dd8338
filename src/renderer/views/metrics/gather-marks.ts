import type { Mark } from '../../../shared/contract/index.ts';

/** What matters more comes first: of several at one place it is the one that is drawn. */
const byWeight: readonly Mark['kind'][] = [
  'oom',
  'health-lost',
  'restart',
  'die',
  'stop',
  'start',
  'health-back',
];

/** Marks that would lie on top of each other become the weightiest of them, in the order of their places. */
export function gathered<Placed extends { mark: Mark; x: number }>(
  placed: readonly Placed[],
  distance: number,
): Placed[] {
  const groups: Placed[][] = [];
  for (const one of [...placed].sort((a, b) => a.x - b.x)) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group && first && one.x - first.x <= distance) group.push(one);
    else groups.push([one]);
  }
  return groups.flatMap((group) => group.sort((a, b) => weight(a) - weight(b)).slice(0, 1));
}

function weight({ mark }: { mark: Mark }): number {
  return byWeight.indexOf(mark.kind);
}
