import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { builtInCatalogue, builtInName } from './built-in.ts';
import type { Catalogue } from './catalogues.ts';
import { CatalogueRefused } from './errors.ts';
import type { CatalogueCache, Fetched } from './git/cache.ts';
import { type CatalogueSource, type LockedSource, shownSource } from './git/source.ts';
import type { JoinedTeam } from './joined-team.ts';
import type { Lock } from './lock.ts';

/** A catalogue that need not be on this machine yet. */
export interface Source {
  name: string;
  /** Absent for the shipped one. */
  locked?: LockedSource;
  open(): Promise<Catalogue>;
}

interface Known {
  cache: CatalogueCache;
  resources: string | undefined;
  lock: Lock | undefined;
  team: JoinedTeam | undefined;
}

/** Loading waits for a server, but not for ever. */
const patience = () => AbortSignal.timeout(60_000);

/** Those that a project may use, the first first. A name that is in the lock is what the lock says. */
export function sourcesOf({ cache, resources, lock, team }: Known): Source[] {
  const locked = new Map(Object.entries(lock?.catalogues ?? {}));
  const ofTeam = (team?.catalogues ?? []).map(
    ({ name, source }) => [name, locked.get(name) ?? source] as const,
  );
  const named = new Map([...ofTeam, ...locked]);
  return [
    ...[...named].map(([name, source]) => ({
      name,
      locked: source,
      open: async () => gitCatalogue(name, source, await cache.open(source, { signal: patience() })),
    })),
    { name: builtInName, open: () => builtInCatalogue(resources) },
  ];
}

export async function gitCatalogue(
  name: string,
  source: CatalogueSource,
  { commit, folder: root, hash }: Fetched,
): Promise<Catalogue> {
  const folder = await blocksFolder(root, source);
  return { name, kind: 'git', folder, root, url: source.url, commit, hash };
}

async function blocksFolder(root: string, source: CatalogueSource): Promise<string> {
  if (source.folder === undefined)
    return (await isFolder(join(root, 'blocks'))) ? join(root, 'blocks') : root;
  const folder = join(root, source.folder);
  const way = relative(await realpath(root), await realpath(folder).catch(() => root + sep));
  if (way === '..' || way.startsWith(`..${sep}`) || !(await isFolder(folder)))
    throw new CatalogueRefused(
      shownSource(source),
      `there is no folder ${source.folder} in it`,
      'Correct the folder in team.yaml.',
    );
  return folder;
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
