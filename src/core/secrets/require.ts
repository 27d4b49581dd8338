import { SecretsMissing } from './errors.ts';
import { missingSecret } from './look-up.ts';
import type { MissingSecret, SecretCommand, SecretNeed, SourceOfSecret } from './needs.ts';
import { type RefreshOptions, refreshSecrets } from './refresh.ts';
import type { SecretStore } from './secrets.ts';

/** What a loaded project says of its secrets; one without a blockyard.yaml says nothing. */
export interface ProjectSecrets {
  name: string;
  workingDirectory: string;
  secretNeeds?: SecretNeed[];
  missingSecrets?: MissingSecret[];
  secretCommands?: SecretCommand[];
  secretSources?: Record<string, SourceOfSecret>;
}

export interface GatheredSecrets {
  /** Whether something has another value than the project was loaded with: load it anew. */
  changed: boolean;
  /** What nobody gives. */
  missing: MissingSecret[];
  /** Names whose source gave nothing → why. */
  problems: ReadonlyMap<string, string>;
}

/** Gets what the sources of a project give. Its user must trust the commands: call `requireTrust` before. */
export async function gatherSecrets(
  store: SecretStore,
  project: ProjectSecrets,
  options: Omit<RefreshOptions, 'folder'>,
): Promise<GatheredSecrets> {
  const { secretNeeds = [], missingSecrets = [], secretCommands = [], secretSources = {} } = project;
  const { changed, problems } = await refreshSecrets(store, secretCommands, {
    ...options,
    folder: project.workingDirectory,
  });
  const still = missingSecrets.filter(({ name }) => !changed.includes(name) && !problems.has(name));
  const refused = secretNeeds
    .filter(({ name }) => problems.has(name))
    .map((need) => missingSecret(need, secretSources[need.name], problems.get(need.name)));
  return { changed: changed.length > 0, missing: [...still, ...refused].sort(byName), problems };
}

function byName(one: MissingSecret, other: MissingSecret): number {
  return one.name < other.name ? -1 : 1;
}

/** Throws {@link SecretsMissing}, which tells all of them at once. */
export function requireSecrets(project: ProjectSecrets, missing = project.missingSecrets ?? []): void {
  if (missing.length > 0) throw new SecretsMissing(project.name, missing);
}
