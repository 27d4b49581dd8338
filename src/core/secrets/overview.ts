import { missingSecret } from './look-up.ts';
import type { MissingSecret, SecretNeed, SourceOfSecret } from './needs.ts';
import type { ProjectSecrets } from './require.ts';
import type { SecretEntry, SecretStore } from './secrets.ts';

/** A secret as people see it: everything but its value. */
export interface SecretOverview extends Omit<SecretNeed, 'generate'> {
  state: 'present' | 'missing';
  scope?: 'project' | 'user';
  origin?: SecretEntry['origin'];
  /** Milliseconds since the epoch. */
  changedAt?: number;
  /** How to get it, on a command line. */
  remedy?: string;
  /** What whoever declared it says of how to get it. */
  help?: string;
  /** The command of its source, in words. */
  source?: string;
  /** Why its source gave nothing, or why it cannot be read. */
  problem?: string;
}

/**
 * With a project: what it needs, what is missing first, and what was set for it besides. Without: the user's own.
 * `problems` are what sources said when they were asked last.
 */
export async function overviewOf(
  store: SecretStore,
  project?: ProjectSecrets,
  problems: ReadonlyMap<string, string> = new Map(),
): Promise<SecretOverview[]> {
  const entries = await store.list(project?.workingDirectory);
  if (!project) return entries.map((entry) => present({ name: entry.name, neededBy: [] }, entry));
  const { secretNeeds = [], missingSecrets = [], secretSources = {} } = project;
  const needed = secretNeeds.map((need) => {
    const source = Object.hasOwn(secretSources, need.name) ? secretSources[need.name] : undefined;
    const missing = missingSecrets.find(({ name }) => name === need.name);
    // Read since: the loaded project may be older than the file of secrets.
    const entry = inOrder(entries, need.name);
    const problem = problems.get(need.name);
    return entry && missing?.problem === undefined
      ? // Whoever has set it by hand does not mind what its source says.
        present(need, entry, source, entry.origin === 'fetched' ? problem : undefined)
      : absent(missing ?? missingSecret(need, source), source, problem);
  });
  const others = entries
    .filter(({ name, scope }) => scope.kind === 'project' && !secretNeeds.some((need) => need.name === name))
    .map((entry) => present({ name: entry.name, neededBy: [] }, entry));
  return [...needed, ...others].sort(missingFirst);
}

/** As `SecretStore.get` looks for it. */
function inOrder(entries: readonly SecretEntry[], name: string): SecretEntry | undefined {
  const named = entries.filter((entry) => entry.name === name);
  const own = named.find(({ scope }) => scope.kind === 'project');
  if (own && own.origin !== 'fetched') return own;
  return named.find(({ scope }) => scope.kind === 'user') ?? own;
}

function present(
  { generate: _, ...need }: SecretNeed,
  { scope, origin, changedAt }: SecretEntry,
  source?: SourceOfSecret,
  problem?: string,
): SecretOverview {
  const about = need.description ?? source?.description;
  return {
    ...need,
    ...(about !== undefined && { description: about }),
    ...{ state: 'present', scope: scope.kind, origin, changedAt },
    ...sourceOf(source),
    ...(problem !== undefined && { problem }),
  };
}

function absent(
  { generate: _, ...missing }: MissingSecret,
  source?: SourceOfSecret,
  problem?: string,
): SecretOverview {
  return { ...missing, state: 'missing', ...sourceOf(source), ...(problem !== undefined && { problem }) };
}

function sourceOf(source?: SourceOfSecret): Pick<SecretOverview, 'source' | 'help'> {
  return {
    ...(source?.command && { source: source.command.join(' ') }),
    ...(source?.help !== undefined && { help: source.help }),
  };
}

function missingFirst(one: SecretOverview, other: SecretOverview): number {
  if (one.state !== other.state) return one.state === 'missing' ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}
