import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type BlockyardError, toBlockyardError } from '../../shared/index.ts';
import {
  type BlockInstance,
  type StackFileChange,
  type StackProject,
  usedBlocks,
  writeStackFile,
} from '../blocks/index.ts';
import {
  CatalogueCache,
  type Catalogues,
  type Lock,
  type LockedSource,
  lockEntries,
  lockText,
  openCatalogues,
  printLock,
  readLock,
  readTeam,
  writeLock,
} from '../catalogues/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { PlanOutdated } from './errors.ts';
import { fetchWithProgress } from './join.ts';
import { type MovedReference, moveReferences } from './references.ts';
import { type Upgrade, upgradeOf } from './upgrade.ts';

export interface UpdateOptions {
  home: string;
  environment: NodeJS.ProcessEnv;
  /** Where blockyard.yaml is. */
  projectFolder: string;
  /** Loads the project with these catalogues, and as if its stack file said this. */
  load(catalogues: Catalogues, draft?: { file: string; text: string }): Promise<StackProject>;
}

/** What newer catalogues mean for a project. */
export interface UpdatePlan {
  projectFolder: string;
  /** Catalogues first, then instances. */
  upgrades: Upgrade[];
  /** The lock as it is (empty where there is none), and as it would be. */
  before: string;
  after: string;
  lock: Lock;
  /** Of blockyard.yaml, where its references have to move on. */
  stackFile?: StackFileChange;
  /** Why the project would not load with them. */
  problem?: BlockyardError;
  /** Of all that the plan was made from, and of what it would write. */
  token: string;
}

/**
 * Looks for what is newer in the catalogues of a project's lock, and in what came with Blockyard. Fetches, and writes
 * nothing but the cache.
 */
export async function planUpdate(options: UpdateOptions, task: TaskContext): Promise<UpdatePlan> {
  const { environment, home, load, projectFolder } = options;
  const lock: Lock = (await readLock(projectFolder)) ?? { catalogues: {}, blocks: {} };
  const cache = new CatalogueCache(home, environment);
  const catalogues: Lock['catalogues'] = {};
  const upgrades: Upgrade[] = [];
  for (const [name, before] of Object.entries(lock.catalogues)) {
    const after = await newest(name, before, home, cache, task);
    catalogues[name] = after;
    if (after.commit !== before.commit || after.url !== before.url)
      upgrades.push(await catalogueUpgrade(name, before, after, cache, task));
  }
  const wished: Lock = { catalogues, blocks: lock.blocks };
  const present = openCatalogues({ folder: home, environment, lock });
  const newer = openCatalogues({ folder: home, environment, lock: wished });
  const { change, moved } = await moveReferences(projectFolder, newer);
  const [now, then] = await Promise.all([
    load(present).catch(toBlockyardError),
    load(newer, change && draftOf(change)).catch(toBlockyardError),
  ]);
  const before = (await lockText(projectFolder)) ?? '';
  // What does not load now is no plan's fault, and the plan may be its remedy.
  const instances = now && 'instances' in now ? now.instances : [];
  if (!then || !('instances' in then)) {
    const problem = toBlockyardError(then);
    return { projectFolder, upgrades, before, after: before, lock, problem, token: digest(before) };
  }
  for (const instance of then.instances) {
    const locked = lock.blocks[instance.name];
    const known = instances.find(({ name }) => name === instance.name);
    const upgrade = locked === undefined ? undefined : upgradeOf(instance, locked, known);
    if (upgrade) upgrades.push(withMove(upgrade, moved));
  }
  const next = await lockAfter(projectFolder, catalogues, then.instances);
  // Who uses no block has no lock.
  const after = before === '' && then.instances.length === 0 ? '' : await printLock(next);
  const token = digest(before, await stackFileText(then), after, change?.after ?? '');
  const plan = { projectFolder, upgrades, before, after, lock: next, token };
  return change ? { ...plan, stackFile: change } : plan;
}

function draftOf({ after, file }: StackFileChange): { file: string; text: string } {
  return { file, text: after };
}

function withMove(upgrade: Upgrade, moved: readonly MovedReference[]): Upgrade {
  const move = moved.find(({ instance }) => instance === upgrade.subject);
  if (!move) return upgrade;
  const note = `blockyard.yaml says ${move.to} then: nothing there fits ${move.from} any more.`;
  return { ...upgrade, notes: [note, ...upgrade.notes] };
}

/** Writes the lock of a plan, and what it changes in blockyard.yaml. @throws PlanOutdated when the project's files have changed since, or the plan's problem */
export async function applyUpdate(
  plan: UpdatePlan,
  options: Pick<UpdateOptions, 'load'> & { home: string; environment: NodeJS.ProcessEnv },
): Promise<void> {
  if (plan.problem) throw plan.problem;
  if (plan.before === plan.after) return;
  const before = (await lockText(plan.projectFolder)) ?? '';
  const { environment, home, load } = options;
  const { stackFile } = plan;
  const catalogues = openCatalogues({ folder: home, environment, lock: plan.lock });
  const project = await load(catalogues, stackFile && draftOf(stackFile));
  const token = digest(before, await stackFileText(project), plan.after, stackFile?.after ?? '');
  if (token !== plan.token) throw new PlanOutdated();
  // In this order what a crash leaves is mended by another update.
  if (stackFile) await writeStackFile(stackFile);
  await writeLock(plan.projectFolder, plan.lock);
}

/** Of the team's word for it, if the team has one: it may have moved to another branch. */
async function newest(
  name: string,
  locked: LockedSource,
  home: string,
  cache: CatalogueCache,
  task: TaskContext,
): Promise<LockedSource> {
  const team = await readTeam(home);
  const {
    commit: _,
    hash: __,
    ...source
  } = team?.catalogues.find((each) => each.name === name)?.source ?? locked;
  const { commit, hash } = await fetchWithProgress(cache, source, task);
  return { ...source, commit, hash };
}

async function catalogueUpgrade(
  name: string,
  before: LockedSource,
  after: LockedSource,
  cache: CatalogueCache,
  task: TaskContext,
): Promise<Upgrade> {
  const history = await cache.history(after, before.commit, after.commit, task.signal);
  const moved = before.url === after.url ? [] : [`It is at ${after.url} now, and was at ${before.url}.`];
  const rewritten = history.rewritten
    ? ['Its history was rewritten: what is locked is no longer part of it.']
    : [];
  return {
    subject: `catalogue:${name}`,
    from: before.commit.slice(0, 12),
    to: after.commit.slice(0, 12),
    notes: [...moved, ...rewritten, ...history.subjects],
    data: 'kept',
    steps: [],
  };
}

async function lockAfter(
  projectFolder: string,
  catalogues: Lock['catalogues'],
  instances: readonly BlockInstance[],
): Promise<Lock> {
  const blocks = await lockEntries(projectFolder, usedBlocks(instances));
  const used = new Set(Object.values(blocks).map((entry) => entry.split('/')[0]));
  return {
    catalogues: Object.fromEntries(Object.entries(catalogues).filter(([name]) => used.has(name))),
    blocks,
  };
}

async function stackFileText({ stackFile }: StackProject): Promise<string> {
  return stackFile === undefined ? '' : await readFile(stackFile.path, 'utf8');
}

function digest(...texts: string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest('hex');
}
