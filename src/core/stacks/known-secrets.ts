import type { Projects } from '../projects/index.ts';
import type { SecretStore } from '../secrets/index.ts';

interface Parts {
  projects: Pick<Projects, 'get' | 'look'>;
  secrets: SecretStore;
}

/** Values of a project's secrets, and what was made of them; while its files do not load, those that are kept for it. */
export async function knownSecrets({ projects, secrets }: Parts, id: string): Promise<string[]> {
  const { project } = await projects.look(id);
  if (project) return project.secretValues;
  const { folder } = await projects.get(id);
  return folder === undefined ? [] : await keptFor(secrets, folder);
}

async function keptFor(secrets: SecretStore, folder: string): Promise<string[]> {
  try {
    const entries = await secrets.list(folder);
    const values = await Promise.all(entries.map(({ name }) => secrets.get(folder, name)));
    return values.filter((value) => value !== undefined);
  } catch {
    // What cannot be read cannot be looked for.
    return [];
  }
}
