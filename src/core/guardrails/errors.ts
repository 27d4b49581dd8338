import { BlockyardError, type ErrorData, formatWhere } from '../../shared/index.ts';
import type { Finding } from './finding.ts';

/** The stack breaks guardrails that deny. */
export class GuardrailDenied extends BlockyardError {
  readonly findings: readonly Finding[];

  constructor(project: string, findings: readonly Finding[]) {
    const rules = findings.length === 1 ? 'a guardrail' : `${findings.length} guardrails`;
    super('guardrail-denied', `${project} breaks ${rules}:\n${describeFindings(findings)}`, {
      where: findings[0]?.where,
      remedy:
        'Mend what is named (`blockyard lint --fix` does what it can), or write an exception with a reason and an end date: `blockyard guardrail except CODE --in SERVICE --reason "…"`.',
    });
    this.findings = findings;
  }

  override toJSON(): ErrorData & { findings: readonly Finding[] } {
    return { ...super.toJSON(), findings: this.findings };
  }
}

/** A finding a paragraph, each with its place and remedy. */
export function describeFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ code, message, remedy, where }) =>
      [`  • ${message} [${code}]${where ? ` (${formatWhere(where)})` : ''}`, `    → ${remedy}`].join('\n'),
    )
    .join('\n');
}

export class FindingGone extends BlockyardError {
  constructor() {
    super('not-found', 'This finding is not there any more: the files have changed.', {
      remedy: 'Look at what is found now.',
    });
  }
}

/** The project is loaded from files that were named, and this is not one of them: what is written there would not hold. */
export class StackFileNotRead extends BlockyardError {
  constructor(file: string) {
    super('usage', `${file} is not read here, because other files were named: nothing was written.`, {
      remedy: 'Leave out `--file` (and COMPOSE_FILE), or make the change in the file that was named.',
    });
  }
}

export class ExceptionInvalid extends BlockyardError {
  constructor(message: string, remedy: string) {
    super('usage', message, { remedy });
  }
}
