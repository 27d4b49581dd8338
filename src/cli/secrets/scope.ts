import type { ProjectSecrets, SecretScope } from '../../core/secrets/index.ts';
import { toBlockyardError } from '../../shared/index.ts';
import { UsageError } from '../errors.ts';
import type { Session } from '../session.ts';

/** The project of the folder; undefined where there is none. */
export async function projectHere(session: Session): Promise<ProjectSecrets | undefined> {
  try {
    return await session.project();
  } catch (thrown) {
    const error = toBlockyardError(thrown);
    if (error.code === 'project-not-found' && !session.options.projectName) return undefined;
    throw thrown;
  }
}

/** Whose secret a command is about. */
export interface Owner {
  scope: SecretScope;
  /** In words: `shop`, `all of your projects`. */
  shown: string;
  project?: ProjectSecrets;
}

export async function ownerOf(session: Session, { user }: { user?: boolean }): Promise<Owner> {
  if (user) return { scope: { kind: 'user' }, shown: 'all of your projects' };
  const project = await projectHere(session);
  if (!project)
    throw new UsageError(
      'There is no project here whose secret it could be.',
      "Go to the project's folder, or keep it for all of your projects with --user.",
    );
  return {
    scope: { kind: 'project', folder: project.workingDirectory },
    shown: project.name,
    project,
  };
}

/** Names as files can refer to them, and those of generated passwords: `db.password`. */
export function checkName(name: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name) || name.length > 200)
    throw new UsageError(
      `'${name}' cannot be the name of a secret.`,
      'Use letters, digits, `_`, `-` and `.`, and begin with a letter, such as STRIPE_KEY.',
    );
}
