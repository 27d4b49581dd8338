import type { GuardrailFinding, GuardrailsView } from '../../../../shared/contract/index.ts';
import { plural, type Tone } from '../../../components/index.ts';

export type Severity = GuardrailFinding['severity'];

export const tones: Record<Severity, Tone> = { deny: 'bad', warn: 'wait', note: 'idle' };

/** Whether it counts: no exception holds it off. */
export function isOpen({ exception }: GuardrailFinding): boolean {
  return !exception || exception.ended;
}

/** A mark beside a service: how many it breaks, and how severe the worst is. */
export interface Mark {
  count: number;
  severity: Severity;
}

/** Of notes alone nothing is marked: they are advice, and every service has some. */
export function marksOf({ findings }: Pick<GuardrailsView, 'findings'>): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const finding of findings) {
    const { service, severity } = finding;
    if (service === undefined || severity === 'note' || !isOpen(finding)) continue;
    // The most severe come first.
    const known = marks.get(service);
    marks.set(service, { count: (known?.count ?? 0) + 1, severity: known?.severity ?? severity });
  }
  return marks;
}

export function markText({ count, severity }: Mark): string {
  return `breaks ${plural(count, 'guardrail')}${severity === 'deny' ? ', and Up stops on it' : ''}`;
}

/** `2 deny, 5 warn`; empty when nothing is open. */
export function countText(findings: readonly GuardrailFinding[]): string {
  const open = findings.filter(isOpen);
  return (['deny', 'warn', 'note'] as const)
    .map((severity) => ({ severity, count: open.filter((one) => one.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`)
    .join(', ');
}

/** The date so many days from now, as `2027-03-31`. */
export function inDays(days: number, now = new Date()): string {
  const then = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
}
