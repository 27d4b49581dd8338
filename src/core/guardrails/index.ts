/*
 * What a stack should not be, with the reason and the way out: built-in rules (`rules/`), and those that blocks and
 * catalogues bring as CEL expressions. Rules see the loaded project; nothing is asked of an engine while they run.
 *
 *   const findings = await checkStack(project, factsOf(project, { engineMemory }));
 *   guard(project, findings);                                    throws what stops `up`
 *   await writeStackFile(await planFixes(project, findings));    edits of blockyard.yaml that keep its comments
 */
export { type ExceptionWish, inDays, planException, planFixes } from './change.ts';
export { checkStack } from './check-stack.ts';
export { describeFindings, FindingGone, GuardrailDenied } from './errors.ts';
export type { Facts, SourcedRule, WishedSeverity } from './facts.ts';
export { dateOf, factsOf } from './facts-of.ts';
export { type Finding, isOpen, type Severity, severities } from './finding.ts';
export type { StackEdit } from './fix.ts';
export { type GuardOptions, guard, stopping } from './guard.ts';
