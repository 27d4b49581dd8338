import type { StackProject } from '../blocks/index.ts';
import type { Facts, WishedSeverity } from './facts.ts';
import type { Severity } from './finding.ts';

/**
 * How severe a rule is here: what the stack file says, over what the team says, over what the rule says itself. What a
 * team denies stays denied: the way around it is an exception, which has a reason and an end.
 */
export function severityOf(
  code: string,
  byItself: Severity,
  { stackFile }: Pick<StackProject, 'stackFile'>,
  { teamSeverities = {} }: Pick<Facts, 'teamSeverities'>,
): WishedSeverity {
  const team = ownEntry(teamSeverities, code);
  const own = ownEntry(stackFile?.content.guardrails?.severities ?? {}, code);
  if (team === 'deny') return 'deny';
  return own ?? team ?? byItself;
}

/** Codes whose severity the stack file would lower although the team denies. */
export function heldByTeam(
  { stackFile }: Pick<StackProject, 'stackFile'>,
  { teamSeverities = {} }: Pick<Facts, 'teamSeverities'>,
): string[] {
  return Object.entries(stackFile?.content.guardrails?.severities ?? {})
    .filter(([code, wish]) => wish !== 'deny' && ownEntry(teamSeverities, code) === 'deny')
    .map(([code]) => code);
}

function ownEntry(map: Readonly<Record<string, WishedSeverity>>, code: string): WishedSeverity | undefined {
  return Object.hasOwn(map, code) ? map[code] : undefined;
}
