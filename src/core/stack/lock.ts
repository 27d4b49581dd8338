import { Locked } from '../store/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import type { StackParts } from './stack.ts';

/** How long a second verb waits for the first, in milliseconds. */
const patience = 10 * 60_000;

/** One verb at a time on a project: a second one waits and says for whom. */
export async function withStackLock<T>(
  { store, project }: StackParts,
  verb: string,
  task: TaskContext,
  work: () => Promise<T>,
): Promise<T> {
  const name = `stack-${project.name}`;
  const holder = `${verb} of ${project.name}, pid ${process.pid}`;
  const take = (waitMilliseconds: number) =>
    store.lock(name, { holder, signal: task.signal, waitMilliseconds });
  const lock = await take(0).catch(async (thrown) => {
    if (!(thrown instanceof Locked)) throw thrown;
    const line = task.progress(project.name);
    line.start(`waits for ${thrown.holder ?? 'another Blockyard process'}`);
    const taken = await take(patience);
    line.done('goes on');
    return taken;
  });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
