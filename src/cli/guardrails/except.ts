import { applyChange, inDays, planException } from '../../core/guardrails/index.ts';
import { UsageError } from '../errors.ts';
import type { Session } from '../session.ts';
import { findingsOf } from './check.ts';

export interface ExceptFlags {
  in?: string;
  reason?: string;
  until?: string;
}

/** Writes an exception into blockyard.yaml for what the guardrail finds now. */
export async function except(session: Session, code: string, flags: ExceptFlags): Promise<void> {
  const { in: about, reason, until } = flags;
  if (!reason?.trim()) throw new UsageError('An exception needs a reason.', 'Give it: --reason "…".');
  const project = await session.project();
  const findings = (await findingsOf(session, project)).filter((finding) => finding.code === code);
  const finding = findings.find((it) => about === undefined || it.service === about || it.block === about);
  if (!finding)
    throw new UsageError(
      `The guardrail ${code} finds nothing${about === undefined ? '' : ` in ${about}`} here.`,
      findings.length > 0
        ? `It finds something in: ${[...new Set(findings.map((it) => it.service ?? it.block ?? 'the stack'))].join(', ')}.`
        : '`blockyard lint` tells what is found.',
    );
  session.forgetProject();
  // Without --in it is for all of the stack, as the file says it.
  const whole = about === undefined ? { code, source: finding.source } : finding;
  const change = await planException(project, whole, { reason, until });
  await applyChange(change, () => session.project());
  const { output } = session;
  if (output.json)
    output.document({ code, in: about, reason, until: until ?? inDays(30), file: change.file });
  else output.text(`${code} is excepted until ${until ?? inDays(30)}, in ${change.file}.\n`);
}
