/*
 * What a stack should not be, with the reason and the way out: built-in rules (`rules/`), and those that blocks and
 * catalogues bring as CEL expressions. Rules see the loaded project; nothing is asked of an engine while they run.
 */
export { checkStack } from './check-stack.ts';
export type { Facts, SourcedRule, WishedSeverity } from './facts.ts';
export { type Finding, isOpen, type Severity, severities } from './finding.ts';
export type { StackEdit } from './fix.ts';
