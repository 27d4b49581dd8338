import { formatWhere } from '../../shared/index.ts';
import { didYouMean } from '../compose/index.ts';
import type { Finding } from './finding.ts';
import type { Subject } from './rule.ts';
import { heldByTeam } from './severities.ts';

/** What is wrong with `guardrails` of the stack file: nobody should believe that a line holds that does nothing. */
export function settingFindings({ project, facts }: Subject, codes: ReadonlySet<string>): Finding[] {
  const { stackFile } = project;
  const { severities = {}, exceptions = [] } = stackFile?.content.guardrails ?? {};
  const place = (path: (string | number)[]) => {
    const where = stackFile?.where(['guardrails', ...path]);
    return where ? { where } : {};
  };
  const unknown = [
    ...Object.keys(severities).map((code) => ({ code, path: ['severities', code] })),
    ...exceptions.map(({ code }, index) => ({ code, path: ['exceptions', index, 'code'] })),
  ].filter(({ code }) => !codes.has(code));
  return [
    ...unknown.map(
      ({ code, path }): Finding => ({
        id: `unknown-guardrail:${path.join('.')}`,
        code: 'unknown-guardrail',
        severity: 'note',
        message: `There is no guardrail ${code} here.`,
        explanation: 'A line about a guardrail that is not there does nothing.',
        remedy:
          didYouMean(code, codes) ??
          'Take the line out; `blockyard guardrail list` names all that there are.',
        source: 'guardrails',
        ...place(path),
      }),
    ),
    ...(facts.ruleProblems ?? []).map(
      ({ message, remedy, where }): Finding => ({
        id: `guardrail-unreadable:${where ? formatWhere(where) : message}`,
        code: 'guardrail-unreadable',
        severity: 'warn',
        message: `A guardrail of a catalogue cannot be read: ${message}`,
        explanation: 'A rule that cannot be read guards nothing, and nobody would notice.',
        remedy: `${remedy ?? 'Mend the file.'} \`blockyard guardrail test\` in the catalogue tells the same.`,
        source: 'guardrails',
        ...(where && { where }),
      }),
    ),
    ...heldByTeam(project, facts).map(
      (code): Finding => ({
        id: `severity-held:${code}`,
        code: 'severity-held',
        severity: 'note',
        message: `Your team denies ${code}: the line that says otherwise does not hold.`,
        explanation:
          'What a team denies is let through by an exception, which says why and until when, and which everybody can write.',
        remedy: 'Take the line out of `guardrails.severities`, and write an exception where you need one.',
        source: 'guardrails',
        ...place(['severities', code]),
      }),
    ),
  ];
}
