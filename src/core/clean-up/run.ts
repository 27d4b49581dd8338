import type { DiskDetails, Engine } from '../engine/index.ts';
import type { Live } from '../live/index.ts';
import type { Projects } from '../projects/index.ts';
import type { Progress, RunningTask, TaskContext, Tasks } from '../tasks/index.ts';
import type { CleanUpKind, CleanUpPlan, CleanUpWish, DiskItem, DiskReport } from './clean-up.ts';
import { readNeeds } from './needs.ts';
import { planFrom } from './plan.ts';
import { type Outcome, removeItem } from './remove.ts';
import { toReport } from './report.ts';
import { whyLeft } from './why-left.ts';
import { sizeInWords } from './words.ts';

export interface CleanUpParts {
  live: Pick<Live, 'engine'>;
  projects: Pick<Projects, 'opened' | 'look'>;
  tasks: Tasks;
}

/** What went, and what did not. */
export interface CleanUpResult {
  removed: number;
  /** Bytes. */
  freed: number;
  left: { kind: CleanUpKind; id: string; reason: string }[];
}

/** What lies on the engine's disk. The engine walks its volumes for it: seconds where there are many. */
export async function readDisk(live: Pick<Live, 'engine'>, signal?: AbortSignal): Promise<DiskReport> {
  const engine = await live.engine({ signal });
  return toReport(await engine.diskDetails({ signal }), Date.now());
}

export async function planCleanUp(
  { live, projects }: Omit<CleanUpParts, 'tasks'>,
  signal?: AbortSignal,
): Promise<CleanUpPlan> {
  return (await look(await live.engine({ signal }), projects, signal)).plan;
}

interface Look {
  details: DiskDetails;
  plan: CleanUpPlan;
}

async function look(
  engine: Engine,
  projects: CleanUpParts['projects'],
  signal: AbortSignal | undefined,
): Promise<Look> {
  const [details, needs] = await Promise.all([
    engine.diskDetails({ signal }),
    readNeeds(engine, projects, signal),
  ]);
  return { details, plan: planFrom(details, needs, Date.now()) };
}

/**
 * Removes exactly these, as a task. What is in no plan any more (somebody uses it now, a project that needs it was
 * opened) is left, and said.
 */
export function cleanUp(parts: CleanUpParts, wishes: readonly CleanUpWish[]): RunningTask<CleanUpResult> {
  return parts.tasks.run({ kind: 'clean-up', title: 'Clean up the engine' }, async (task) => {
    const { signal } = task;
    const looking = task.progress('Look at what is there now');
    looking.start();
    const engine = await parts.live.engine({ signal });
    const seen = await look(engine, parts.projects, signal);
    looking.done();
    const result: CleanUpResult = { removed: 0, freed: 0, left: [] };
    for (const kind of order) {
      const ids = wishes.filter((wish) => wish.kind === kind).map(({ id }) => id);
      if (ids.length > 0) await removeKind(engine, kind, ids, seen, task, result);
    }
    return result;
  });
}

const order: readonly CleanUpKind[] = [
  'stopped-containers',
  'unused-images',
  'dangling-images',
  'unused-volumes',
  'build-cache',
];

const titles: Record<CleanUpKind, string> = {
  'dangling-images': 'Images without a name',
  'unused-images': 'Unused images',
  'stopped-containers': 'Stopped containers',
  'build-cache': 'Build cache',
  'unused-volumes': 'Unused volumes',
};

/** How many are removed at once, and how many records of the build cache in one call. */
const atOnce = 4;
const recordsAtOnce = 100;
/** How many of those that were left are told one by one. */
const toldAtMost = 50;

async function removeKind(
  engine: Engine,
  kind: CleanUpKind,
  ids: readonly string[],
  { plan, details }: Look,
  task: TaskContext,
  result: CleanUpResult,
): Promise<void> {
  const progress = task.progress(titles[kind], { total: ids.length, unit: 'steps' });
  progress.start();
  const planned = new Map(
    plan.groups.find((group) => group.kind === kind)?.items.map((item) => [item.id, item]),
  );
  const before = { removed: result.removed, freed: result.freed, left: result.left.length };
  let done = 0;
  const tell = (id: string, outcome: Outcome, freed: number) => {
    progress.update({ current: ++done });
    if (outcome.kind === 'removed') {
      result.removed++;
      result.freed += freed;
      return;
    }
    const told = result.left.push({ kind, id, reason: outcome.reason }) - before.left;
    if (told <= toldAtMost) progress.child(planned.get(id)?.name ?? id).skip(outcome.reason);
  };
  const present: DiskItem[] = [];
  for (const id of new Set(ids)) {
    const item = planned.get(id);
    if (item) present.push(item);
    else tell(id, { kind: 'left', reason: whyLeft(kind, id, details) }, 0);
  }
  if (kind === 'build-cache') await removeRecords(engine, present, task.signal, tell);
  else
    await each(present, task.signal, async (item) => {
      const names = kind === 'unused-images' ? item.name.split(', ') : [];
      tell(item.id, await removeItem(engine, kind, item.id, names, task.signal), item.size);
    });
  conclude(progress, result, before);
}

function conclude(
  progress: Progress,
  result: CleanUpResult,
  before: { removed: number; freed: number; left: number },
): void {
  const left = result.left.length - before.left;
  const freed = sizeInWords(result.freed - before.freed);
  const text = `${result.removed - before.removed} removed, ${freed} freed`;
  progress.done(left > 0 ? `${text}; ${left} left as they are` : text);
}

async function removeRecords(
  engine: Engine,
  items: readonly DiskItem[],
  signal: AbortSignal,
  tell: (id: string, outcome: Outcome, freed: number) => void,
): Promise<void> {
  for (let start = 0; start < items.length; start += recordsAtOnce) {
    signal.throwIfAborted();
    const some = items.slice(start, start + recordsAtOnce);
    const { ids } = await engine.pruneBuildCache(
      some.map(({ id }) => id),
      { signal },
    );
    for (const { id, size } of some)
      if (ids.includes(id)) tell(id, { kind: 'removed' }, size);
      else tell(id, { kind: 'left', reason: 'something else is built on it' }, 0);
  }
}

/** A few at a time; nothing is begun after an abort. */
async function each<Item>(
  items: readonly Item[],
  signal: AbortSignal,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items].reverse();
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      signal.throwIfAborted();
      await act(next);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
