import { applyChange, type Finding, isOpen, planFixes, stopping } from '../../core/guardrails/index.ts';
import { exitCodes } from '../../shared/index.ts';
import type { Session } from '../session.ts';
import { findingsOf } from './check.ts';
import { counted, renderFinding } from './render.ts';

export interface LintFlags {
  fix?: boolean;
  strict?: boolean;
}

export async function lint(session: Session, { fix = false, strict = false }: LintFlags): Promise<number> {
  const fixed = fix ? await fixAll(session) : [];
  const project = await session.project();
  const findings = await findingsOf(session, project);
  const open = findings.filter(isOpen);
  // Here a Compose project is held to the same: whoever asks wants to hear it.
  const stops =
    open.some(({ severity }) => severity === 'deny') || stopping(project, open, { strict }).length > 0;
  const { output } = session;
  if (output.json)
    output.document({
      project: project.name,
      enforced: project.stackFile !== undefined,
      fixed: fixed.map(({ id, fix: did }) => ({ id, fix: did })),
      findings: findings.map(({ edits: _, ...finding }) => finding),
    });
  else {
    for (const { fix: did } of fixed) output.text(`${output.paint.green('✓')} ${did}\n`);
    for (const finding of findings) output.text(renderFinding(finding, output.paint));
    output.text(summary(findings));
  }
  return stops ? exitCodes.failed : exitCodes.done;
}

async function fixAll(session: Session): Promise<Finding[]> {
  const project = await session.project();
  const findings = (await findingsOf(session, project)).filter((it) => isOpen(it) && it.edits);
  if (findings.length === 0) return [];
  session.forgetProject();
  await applyChange(await planFixes(project, findings), () => session.project());
  return findings;
}

function summary(findings: readonly Finding[]): string {
  const count = counted(findings);
  const held = findings.filter((finding) => !isOpen(finding)).length;
  const holding = held > 0 ? ` ${held} held off by an exception.` : '';
  if (!count) return `No guardrail is broken.${holding}\n`;
  const mendable = findings.filter((finding) => isOpen(finding) && finding.fix).length;
  return `${count}.${holding}${mendable > 0 ? ` \`blockyard lint --fix\` mends ${mendable}.` : ''}\n`;
}
