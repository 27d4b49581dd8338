import { ExpressionFailed, holds, renderText } from '../blocks/index.ts';
import type { SourcedRule } from './facts.ts';
import type { Finding } from './finding.ts';
import { maskerOf } from './hide-secrets.ts';
import type { Subject, Violation } from './rule.ts';
import { severityOf } from './severities.ts';
import { type Target, targetsOf } from './targets.ts';
import { toFinding } from './to-finding.ts';

/** What the rules of blocks and catalogues find, each with all the things that it is for. */
export function checkWrittenRules(rules: readonly SourcedRule[], subject: Subject): Finding[] {
  const targets = targetsOf(subject);
  const masked = maskerOf(subject.project);
  return rules.flatMap((rule) => {
    const severity = severityOf(rule.code, rule.severity, subject.project, subject.facts);
    if (severity === 'off') return [];
    const { code, explanation, source } = rule;
    return targets
      .filter((target) => isFor(rule, target))
      .flatMap((target): Finding[] => {
        const answer = ask(rule, target);
        if (answer.kind === 'kept') return [];
        const { message, remedy } = answer;
        const violation: Violation = { ...target.place, message: masked(message), remedy: masked(remedy) };
        return answer.kind === 'broken'
          ? [toFinding(violation, { code, severity, explanation, source }, subject)]
          : [toFinding({ ...violation, detail: code }, { ...brokenRule, source }, subject)];
      });
  });
}

const brokenRule = {
  code: 'guardrail-fails',
  severity: 'warn',
  explanation: 'A rule that cannot be carried out guards nothing, and nobody would notice.',
} as const;

/** A block's rules are about its own instances and services; a catalogue's about all. */
export function isFor({ for: kind, source }: SourcedRule, target: Target): boolean {
  if (kind !== target.kind) return false;
  const [, block] = /^block (.+)$/.exec(source) ?? [];
  return block === undefined || target.kind === 'stack' || target.definition === block;
}

type Answer = { kind: 'kept' } | { kind: 'broken' | 'failed'; message: string; remedy: string };

/** What a rule says of a target. Never throws: a rule is somebody else’s text. */
export function ask(rule: SourcedRule, { scope, name }: Pick<Target, 'scope' | 'name'>): Answer {
  try {
    if (!holds(rule.when, scope)) return { kind: 'kept' };
    return {
      kind: 'broken',
      message: renderText(rule.message, scope),
      remedy: renderText(rule.remedy, scope),
    };
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    const remedy = said.includes('No such key')
      ? 'A key that may be absent is asked for first: `has(service.key) && …`.'
      : thrown instanceof ExpressionFailed
        ? thrown.remedy
        : undefined;
    return {
      kind: 'failed',
      message: `The guardrail ${rule.code} of ${rule.source} cannot be carried out for ${name}: ${said}`,
      remedy: [remedy, 'Tell whoever keeps the rule.'].filter((it) => it !== undefined).join(' '),
    };
  }
}
