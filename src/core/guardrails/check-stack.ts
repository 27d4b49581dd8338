import type { StackProject } from '../blocks/index.ts';
import { exceptionFindings, withExceptions } from './exceptions.ts';
import type { Facts, SourcedRule } from './facts.ts';
import { type Finding, isOpen, severities } from './finding.ts';
import type { Rule, Subject } from './rule.ts';
import { builtInRules } from './rules/index.ts';
import { settingFindings } from './setting-findings.ts';
import { severityOf } from './severities.ts';
import { sourcedRulesOf } from './sourced-rules.ts';
import { subjectOf } from './subject.ts';
import { type Origin, toFinding } from './to-finding.ts';

/** All that a stack breaks: the most severe first, what an exception holds off last. Asks nobody: the same project and facts give the same findings. */
export async function checkStack(project: StackProject, facts: Facts): Promise<Finding[]> {
  const subject = subjectOf(project, facts);
  const rules = sourcedRulesOf(subject);
  const found = withExceptions(
    [...builtInRules.flatMap((rule) => checkRule(rule, subject)), ...(await checkSourced(rules, subject))],
    project,
    facts.today,
  );
  const codes = [...builtInRules, ...rules].map(({ code }) => code);
  const all = [
    ...found,
    ...exceptionFindings(found, project, facts.today),
    ...settingFindings(subject, new Set(codes)),
  ];
  return all.sort((one, other) => rankOf(one) - rankOf(other));
}

/** What is held off comes after all that is not. */
function rankOf(finding: Finding): number {
  return severities.indexOf(finding.severity) + (isOpen(finding) ? 0 : severities.length);
}

function checkRule({ code, severity, explanation, check }: Rule, subject: Subject): Finding[] {
  const held = severityOf(code, severity, subject.project, subject.facts);
  if (held === 'off') return [];
  const origin: Origin = { code, severity: held, explanation, source: 'built-in' };
  return [...check(subject)].map((violation) => toFinding(violation, origin, subject));
}

/** CEL costs a start: it is loaded where somebody wrote a rule. */
async function checkSourced(rules: readonly SourcedRule[], subject: Subject): Promise<Finding[]> {
  if (rules.length === 0) return [];
  const { checkWrittenRules } = await import('./written-rules.ts');
  return checkWrittenRules(rules, subject);
}
