import type { FindingView } from '../../../shared/contract/index.ts';

const weights: Record<FindingView['level'], number> = { error: 0, warning: 1, note: 2, ok: 3 };

/** By topic; what is worst comes first, topics as well as findings. */
export function groupFindings(
  findings: readonly FindingView[],
): { topic: string; findings: FindingView[] }[] {
  return [...Map.groupBy(findings, ({ topic }) => topic)]
    .map(([topic, ofTopic]) => ({ topic, findings: ofTopic.toSorted(byWeight) }))
    .sort((one, other) => worst(one.findings) - worst(other.findings));
}

/** For a message to somebody who helps. */
export function asText(findings: readonly FindingView[]): string {
  return groupFindings(findings)
    .map(({ topic, findings: ofTopic }) => [topic, ...ofTopic.map(lineOf)].join('\n'))
    .join('\n\n');
}

function lineOf({ level, what, remedy }: FindingView): string {
  return `  ${level.padEnd(7)} ${what}${remedy ? `\n          ${remedy}` : ''}`;
}

function byWeight(one: FindingView, other: FindingView): number {
  return weights[one.level] - weights[other.level];
}

function worst(findings: readonly FindingView[]): number {
  return Math.min(...findings.map(({ level }) => weights[level]));
}
