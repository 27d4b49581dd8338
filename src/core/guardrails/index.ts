/*
 * What a stack should not be, with the reason and the way out: built-in rules (`rules/`), and those that blocks and
 * catalogues bring as CEL expressions. Rules see the loaded project; nothing is asked of an engine while they run.
 *
 *   const findings = await checkStack(project, factsOf(project, { engineMemory }));
 *   guard(project, findings);                                    throws what stops `up`
 *   await writeStackFile(await planFixes(project, findings));    edits of blockyard.yaml that keep its comments
 */
import type { Rule } from './rule.ts';
import { builtInRules } from './rules/index.ts';
import type { RuleTestOptions, RuleTestReport } from './test-rules.ts';

export { applyChange, type ExceptionWish, inDays, planException, planFixes } from './change.ts';
export { checkStack } from './check-stack.ts';
export { describeFindings, FindingGone, GuardrailDenied } from './errors.ts';
export type { Facts, SourcedRule, WishedSeverity } from './facts.ts';
export { factsOf } from './facts-of.ts';
export { type Finding, isOpen, type Severity, severities } from './finding.ts';
export type { StackEdit } from './fix.ts';
export { type FactSources, gatherFacts } from './gather-facts.ts';
export { type GuardOptions, guard, stopping } from './guard.ts';
export type { RuleTestReport, RuleTestResult } from './test-rules.ts';

/** The rules of a catalogue or a block against the tests beside them. CEL and zod are loaded when it is called. */
export async function testRules(folder: string, options: RuleTestOptions): Promise<RuleTestReport> {
  const { testRules: test } = await import('./test-rules.ts');
  return await test(folder, options);
}

/** The built-in rules, for whoever lists them. */
export function builtInGuardrails(): Pick<Rule, 'code' | 'severity' | 'explanation'>[] {
  return builtInRules.map(({ code, severity, explanation }) => ({ code, severity, explanation }));
}
