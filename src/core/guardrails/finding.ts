import type { Where } from '../../shared/index.ts';
import type { StackEdit } from './fix.ts';

export type Severity = 'deny' | 'warn' | 'note';

/** A rule that is broken. */
export interface Finding {
  /** Stable for this rule at this place: fixes and exceptions name it. */
  id: string;
  code: string;
  severity: Severity;
  /** What is wrong here, as a sentence. */
  message: string;
  /** Why the rule is there. */
  explanation: string;
  /** What to do. */
  remedy: string;
  service?: string;
  /** Block instance. */
  block?: string;
  where?: Where;
  /** `built-in`, `block postgres`, `catalogue acme`; `guardrails` for what is wrong with these themselves. */
  source: string;
  /** Whether `blockyard lint --fix` mends it: what it would write, as a sentence. */
  fix?: string;
  /** How blockyard.yaml changes by the fix. */
  edits?: readonly StackEdit[];
  /** Holds it off until its end date; one that has ended holds nothing off. */
  exception?: { reason: string; until: string; ended: boolean };
}

/** Whether it counts: nothing holds it off. */
export function isOpen({ exception }: Finding): boolean {
  return !exception || exception.ended;
}

export const severities: readonly Severity[] = ['deny', 'warn', 'note'];
