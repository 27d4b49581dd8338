import { join } from 'node:path';
import {
  CatalogueCache,
  type Fetched,
  gitCatalogue,
  type JoinedTeam,
  type LockedSource,
  parseSource,
  readTeam,
  shownSource,
  writeTeam,
} from '../catalogues/index.ts';
import type { Progress, TaskContext } from '../tasks/index.ts';
import { NotInTeam } from './errors.ts';
import { blocksIn, type TeamPlan, teamPlan } from './plan.ts';
import { readTeamFile, type TeamCatalogue } from './team-file.ts';
import { requireVersion } from './version.ts';

export interface TeamOptions {
  /** BLOCKYARD_HOME: the store's folder. */
  home: string;
  environment: NodeJS.ProcessEnv;
  /** This Blockyard's. */
  version: string;
}

/** Fetches a team's repository and all that it names, and tells what it would bring. Nothing holds before `joinTeam`. */
export async function planTeam(url: string, options: TeamOptions, task: TaskContext): Promise<TeamPlan> {
  const source = parseSource(url);
  const cache = new CatalogueCache(options.home, options.environment);
  const fetched = await fetchWithProgress(cache, source, task);
  const { content, catalogues } = await readTeamFile(fetched.folder, shownSource(source));
  requireVersion(
    { name: content.name, ...(content['minimum-version'] && { minimumVersion: content['minimum-version'] }) },
    options.version,
  );
  const own = lockedSource(source, fetched);
  const opened: { name: string; source: LockedSource; blocks: string[] }[] = [];
  for (const catalogue of catalogues) {
    const [locked, there] = await openCatalogue(catalogue, own, fetched, cache, task);
    const blocks = await blocksIn(await gitCatalogue(catalogue.name, locked, there));
    opened.push({ name: catalogue.name, source: locked, blocks });
  }
  const before = await readTeam(options.home);
  const team: JoinedTeam = {
    name: content.name,
    source: own,
    joinedAt: before?.source.url === own.url ? before.joinedAt : Date.now(),
    catalogues: opened.map(({ name, source }) => ({ name, source })),
    imageMap: content['image-map'] ?? {},
    runnerImages: content['runner-images'] ?? {},
    severities: content.guardrails?.severities ?? {},
    secretSources: (content['secret-sources'] ?? {}) as JoinedTeam['secretSources'],
    environments: content.environments ?? {},
    ...(content.templates !== undefined && { templates: join(fetched.folder, content.templates) }),
    ...(content['minimum-version'] !== undefined && { minimumVersion: content['minimum-version'] }),
  };
  return teamPlan(team, new Map(opened.map(({ name, blocks }) => [name, blocks])), before);
}

/** From now on what the plan says holds for this user. */
export async function joinTeam({ team }: TeamPlan, { home }: Pick<TeamOptions, 'home'>): Promise<void> {
  await writeTeam(home, team);
}

/** Answers the team that was left. Projects keep the catalogues of their locks. @throws NotInTeam */
export async function leaveTeam(home: string): Promise<JoinedTeam> {
  const team = await readTeam(home);
  if (!team) throw new NotInTeam();
  await writeTeam(home, undefined);
  return team;
}

async function openCatalogue(
  catalogue: TeamCatalogue,
  own: LockedSource,
  team: Fetched,
  cache: CatalogueCache,
  task: TaskContext,
): Promise<[LockedSource, Fetched]> {
  switch (catalogue.kind) {
    case 'own':
      return [{ ...own, folder: catalogue.folder }, team];
    case 'git': {
      const fetched = await fetchWithProgress(cache, catalogue.source, task);
      return [lockedSource(catalogue.source, fetched), fetched];
    }
  }
}

function lockedSource(
  { url, ref, folder }: { url: string; ref?: string; folder?: string },
  { commit, hash }: Fetched,
): LockedSource {
  return { url, ...(ref !== undefined && { ref }), ...(folder !== undefined && { folder }), commit, hash };
}

/** One line in the task's progress, with git's own counting. */
export async function fetchWithProgress(
  cache: CatalogueCache,
  source: { url: string; ref?: string; folder?: string },
  task: TaskContext,
): Promise<Fetched> {
  const line: Progress = task.progress(shownSource(source), { unit: 'steps' });
  line.start('connects');
  const fetched = await cache.fetch(source, {
    signal: task.signal,
    progress: ({ stage, processed, total }) =>
      line.update({
        text: stage === 'remote:' ? 'the other side prepares' : stage,
        current: processed,
        total,
      }),
  });
  line.done(fetched.commit.slice(0, 12));
  return fetched;
}
