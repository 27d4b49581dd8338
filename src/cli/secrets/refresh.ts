import { gatherSecrets, type ProjectSecrets, requireSecrets } from '../../core/secrets/index.ts';
import type { Session } from '../session.ts';

/** Asks every source of the project again, also for what is fresh. */
export async function refreshSources(session: Session): Promise<void> {
  const project: ProjectSecrets = await session.project();
  const { secretCommands = [] } = project;
  const { output } = session;
  if (secretCommands.length > 0) await session.requireTrust(['secret-command']);
  const { missing, problems } = await gatherSecrets(await session.secrets(), project, {
    environment: process.env,
    signal: session.signal,
    all: true,
  });
  const got = secretCommands.filter(({ name }) => !problems.has(name)).map(({ name }) => name);
  if (output.json) output.document({ refreshed: got, problems: Object.fromEntries(problems) });
  else if (secretCommands.length === 0)
    output.text(`${project.name} asks no source that is not set by hand.\n`);
  else if (got.length > 0) output.text(`Got ${got.join(', ')}.\n`);
  requireSecrets(
    project,
    missing.filter(({ name }) => problems.has(name)),
  );
}
