import { overviewOf } from '../../core/secrets/index.ts';
import type { Session } from '../session.ts';
import { SecretUnknown } from './errors.ts';
import { fromOf } from './list.ts';
import { projectHere } from './scope.ts';

/** Its value is printed when that is asked for in so many words, and else only where it comes from. */
export async function getSecret(session: Session, name: string, { show }: { show?: boolean }): Promise<void> {
  const [store, project] = await Promise.all([session.secrets(), projectHere(session)]);
  const all = [...(await overviewOf(store, project)), ...(await overviewOf(store))];
  const found = all.find((secret) => secret.name === name && secret.state === 'present');
  if (!found) {
    const missing = all.find((secret) => secret.name === name);
    throw new SecretUnknown(
      name,
      all.map((secret) => secret.name),
      missing?.remedy,
    );
  }
  const { output } = session;
  // A folder that no project has: what is asked for is the user's.
  const value = show ? await store.get(project?.workingDirectory ?? '', name) : undefined;
  if (output.json) return output.document({ ...found, ...(value !== undefined && { value }) });
  if (value !== undefined) return output.text(`${value}\n`);
  const owner = found.scope === 'user' ? 'all of your projects' : project?.name;
  output.text(`${name} is there, for ${owner}: ${fromOf(found)}.\n`);
  output.note(`${output.paintErrors.cyan('→')} \`blockyard secrets get ${name} --show\` prints its value.`);
}
