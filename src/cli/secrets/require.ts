import {
  describeMissing,
  gatherSecrets,
  type MissingSecret,
  type ProjectSecrets,
  requireSecrets as refuseMissing,
} from '../../core/secrets/index.ts';
import type { Session } from '../session.ts';
import { askHidden } from '../terminal/ask-hidden.ts';

/**
 * Gets what the sources of the project give, and asks for the rest where somebody can answer. Throws `secret-missing`
 * with all that nobody gave. Whether something changed, so that the project is to be loaded anew.
 */
export async function requireSecrets(session: Session, project: ProjectSecrets): Promise<boolean> {
  const { secretCommands = [], missingSecrets = [] } = project;
  if (secretCommands.length + missingSecrets.length === 0) return false;
  const { signal } = session;
  const gathered = await gatherSecrets(await session.secrets(), project, {
    environment: process.env,
    signal,
    onAsk: ({ name, command: [program] }) => session.output.note(`Asking ${program} for ${name} …`),
  });
  if (gathered.missing.length === 0) return gathered.changed;
  const left = session.mayAsk ? await ask(session, project, gathered.missing) : gathered.missing;
  refuseMissing(project, left);
  return true;
}

/** Asks for each; an empty answer leaves it missing. */
async function ask(
  session: Session,
  project: ProjectSecrets,
  missing: readonly MissingSecret[],
): Promise<MissingSecret[]> {
  const { bold, dim } = session.output.paintErrors;
  const secrets = await session.secrets();
  const scope = { kind: 'project', folder: project.workingDirectory } as const;
  const count = missing.length === 1 ? 'a secret' : `${missing.length} secrets`;
  session.output.note(
    `${bold(`${project.name} needs ${count}.`)}\n` +
      dim('What you type is not shown, and kept encrypted on this machine. Enter alone leaves one out.'),
  );
  const left: MissingSecret[] = [];
  for (const secret of missing) {
    // How to give it elsewhere does not matter here: of what to do, only where to find it.
    const remedy = project.secretSources?.[secret.name]?.help ?? '';
    session.output.note(describeMissing([{ ...secret, remedy }]));
    const value = await askHidden(`    ${secret.name}: `, session.signal);
    if (value === '') left.push(secret);
    else await secrets.set(scope, secret.name, value);
  }
  return left;
}
