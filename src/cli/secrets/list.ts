import { overviewOf, type SecretOverview } from '../../core/secrets/index.ts';
import { formatWhere } from '../../shared/index.ts';
import type { Session } from '../session.ts';
import { ago, table } from '../terminal/text.ts';
import { projectHere } from './scope.ts';

/** Those of the project, or the user's own where there is none. */
export async function secretsHere(session: Session): Promise<SecretOverview[]> {
  return await overviewOf(await session.secrets(), await projectHere(session));
}

export async function listSecrets(session: Session, { user }: { user?: boolean }): Promise<void> {
  const [store, project] = await Promise.all([session.secrets(), user ? undefined : projectHere(session)]);
  const [secrets, key] = await Promise.all([overviewOf(store, project), store.keyPlace()]);
  const { output } = session;
  if (output.json)
    return output.document({ ...(project && { project: project.name }), key: key.kind, secrets });
  const missing = secrets.filter(({ state }) => state === 'missing');
  const present = secrets.filter(({ state }) => state === 'present');
  if (secrets.length === 0)
    return output.text(
      project ? `${project.name} needs no secrets.\n` : 'You have set no secrets for all of your projects.\n',
    );
  if (missing.length > 0) {
    const { bold, yellow } = output.paint;
    output.text(`${yellow(bold(`Missing (${missing.length}):`))}\n${missing.map(shown(session)).join('')}`);
    if (present.length > 0) output.text('\n');
  }
  if (present.length > 0)
    output.text(
      table(
        ['SECRET', 'OF', 'FROM', 'CHANGED', 'FOR'],
        present.map((secret) => [
          secret.name,
          secret.scope === 'user' ? 'you' : 'the project',
          fromOf(secret),
          ago(Date.now() - (secret.changedAt ?? 0)),
          secret.neededBy.join(', '),
        ]),
      ),
    );
}

function shown({ output: { paint } }: Session) {
  return ({ name, neededBy, where, description, problem, remedy }: SecretOverview): string =>
    [
      `  ${paint.bold(name)}${neededBy.length > 0 ? `, for ${neededBy.join(', ')}` : ''}${where ? paint.dim(`  ${formatWhere(where)}`) : ''}`,
      ...(description === undefined ? [] : [`    ${description}`]),
      ...(problem === undefined ? [] : [`    ${paint.red(problem)}`]),
      ...(remedy === undefined ? [] : [`    ${paint.cyan('→')} ${remedy}`]),
    ]
      .map((line) => `${line}\n`)
      .join('');
}

export function fromOf({ origin, source }: SecretOverview): string {
  switch (origin) {
    case 'generated':
      return 'generated';
    case 'fetched':
      return source ?? 'its source';
    default:
      return 'set by you';
  }
}
