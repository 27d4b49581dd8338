import type { SourcedRule } from './facts.ts';
import type { Subject } from './rule.ts';

/** Rules that blocks and catalogues bring; one that comes by both ways counts once. */
export function sourcedRulesOf({ project, facts }: Subject): SourcedRule[] {
  const rules = [...project.rules, ...(facts.rules ?? [])];
  return rules.filter(
    ({ code, source }, index) => rules.findIndex((it) => it.code === code && it.source === source) === index,
  );
}
