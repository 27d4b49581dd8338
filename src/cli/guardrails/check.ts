import type { StackProject } from '../../core/blocks/index.ts';
import { checkStack, type Finding, gatherFacts } from '../../core/guardrails/index.ts';
import type { Session } from '../session.ts';

/** What the project breaks; without an engine, all but what hangs on its memory. */
export async function findingsOf(session: Session, project: StackProject): Promise<Finding[]> {
  const [catalogues, engineMemory] = await Promise.all([session.catalogues(), memoryOf(session)]);
  return await checkStack(project, await gatherFacts(project, { catalogues, engineMemory }));
}

async function memoryOf(session: Session): Promise<number | undefined> {
  try {
    const engine = await session.engine();
    return (await engine.details({ signal: session.signal })).memory || undefined;
  } catch {
    return undefined;
  }
}
