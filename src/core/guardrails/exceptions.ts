import type { StackProject } from '../blocks/index.ts';
import { type Finding, isOpen } from './finding.ts';

interface Exception {
  code: string;
  in?: string | undefined;
  reason: string;
  until: string;
}

/** Gives each finding the exception that is written for it; one that holds goes before one that has ended. */
export function withExceptions(
  findings: readonly Finding[],
  project: StackProject,
  today: string,
): Finding[] {
  const exceptions = project.stackFile?.content.guardrails?.exceptions ?? [];
  if (exceptions.length === 0) return [...findings];
  return findings.map((finding) => {
    const fitting = exceptions.filter((exception) => isFor(exception, finding));
    const exception = fitting.find((it) => !hasEnded(it, today)) ?? fitting[0];
    if (!exception) return finding;
    const { reason, until } = exception;
    return { ...finding, exception: { reason, until, ended: hasEnded(exception, today) } };
  });
}

function isFor(exception: Exception, { code, service, block }: Finding): boolean {
  if (exception.code !== code) return false;
  return exception.in === undefined || exception.in === service || exception.in === block;
}

/** The last day is a whole one. Dates of this form are in the order of their letters. */
export function hasEnded({ until }: Pick<Exception, 'until'>, today: string): boolean {
  return until < today;
}

/** What is wrong with the exceptions themselves. */
export function exceptionFindings(
  findings: readonly Finding[],
  project: StackProject,
  today: string,
): Finding[] {
  const exceptions = project.stackFile?.content.guardrails?.exceptions ?? [];
  return exceptions.flatMap((exception, index): Finding[] => {
    const { code, until } = exception;
    const about = exception.in === undefined ? code : `${code} of ${exception.in}`;
    const where = project.stackFile?.where(['guardrails', 'exceptions', index]);
    const place = {
      source: 'guardrails',
      ...(exception.in !== undefined && exception.in in project.config.services && { service: exception.in }),
      ...(where && { where }),
    };
    // Where another one holds by now, an ended one is merely in the way.
    const needed = findings.some(
      (finding) => isFor(exception, finding) && (isOpen(finding) || !hasEnded(exception, today)),
    );
    if (!needed)
      return [
        {
          ...place,
          id: `exception-unneeded:${code}:${exception.in ?? ''}:${until}`,
          code: 'exception-unneeded',
          severity: 'note',
          message: `There is an exception for ${about}, and nothing that it holds off.`,
          explanation: 'An exception that stays behind would hold off the next one who breaks the rule.',
          remedy: 'Take it out of `guardrails.exceptions`.',
        },
      ];
    if (!hasEnded(exception, today)) return [];
    return [
      {
        ...place,
        id: `exception-ended:${code}:${exception.in ?? ''}:${until}`,
        code: 'exception-ended',
        severity: 'warn',
        message: `The exception for ${about} ended on ${until}; it was made because: ${exception.reason}`,
        explanation: 'An exception has an end, so that somebody looks again. From then on the rule holds.',
        remedy: 'Mend what it was for, or agree with your team on another date.',
      },
    ];
  });
}
