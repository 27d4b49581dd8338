import {
  applyChange,
  type Finding,
  guard,
  inDays,
  planException,
  planFixes,
  stopping,
} from '../../core/guardrails/index.ts';
import type { Session } from '../session.ts';
import { findingsOf } from './check.ts';
import { counted, renderFinding } from './render.ts';

/**
 * Stops what would start a stack that breaks guardrails that deny. On a terminal each is asked about: its fix, an
 * exception, or to stop. Answers a line about all others, for the end.
 */
export async function requireGuardrails(
  session: Session,
  services: string[] = [],
): Promise<string | undefined> {
  const findings = await findingsOf(session, await session.project(services));
  const stops = stopping(await session.project(services), findings);
  if (stops.length > 0 && session.mayAsk) await settleAll(session, stops, services);
  else guard(await session.project(services), findings);
  const count = counted(stops.length > 0 ? findings.filter((it) => !stops.includes(it)) : findings);
  return count && `guardrails: ${count} (\`blockyard lint\`)`;
}

/** One after the other, so that each change is seen by the next. @throws {GuardrailDenied} when the user stops */
async function settleAll(session: Session, stops: readonly Finding[], services: string[]): Promise<void> {
  const { output } = session;
  for (const finding of stops) {
    output.note(renderFinding(finding, output.paintErrors).trimEnd());
    const answer = await session.askText(
      finding.fix ? '[f]ix, [e]xception, or [s]top? ' : '[e]xception, or [s]top? ',
    );
    const project = await session.project(services);
    if (/^f/i.test(answer) && finding.fix)
      await write(session, await planFixes(project, [finding]), services);
    else if (/^e/i.test(answer))
      await write(session, await planException(project, finding, await askWish(session)), services);
    else break;
  }
  const project = await session.project(services);
  guard(project, await findingsOf(session, project));
}

async function askWish(session: Session): Promise<{ reason: string; until: string }> {
  let reason = '';
  while (reason === '') reason = await session.askText('Why is it right here? ');
  const usual = inDays(30);
  return { reason, until: (await session.askText(`Until which day? [${usual}] `)) || usual };
}

async function write(
  session: Session,
  change: Awaited<ReturnType<typeof planFixes>>,
  services: string[],
): Promise<void> {
  session.forgetProject();
  await applyChange(change, () => session.project(services));
}
