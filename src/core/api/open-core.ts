import { randomUUID } from 'node:crypto';
import { marksOf, openActivity } from '../activity/index.ts';
import { openCatalogues } from '../catalogues/index.ts';
import { removeHelpers, sweepHelpers } from '../files/index.ts';
import { openLive } from '../live/index.ts';
import { openMetrics } from '../metrics/index.ts';
import { childProcesses } from '../processes/index.ts';
import { openProjects } from '../projects/index.ts';
import { openSecrets } from '../secrets/index.ts';
import { openStacks } from '../stacks/index.ts';
import { openStore } from '../store/index.ts';
import { createTasks } from '../tasks/index.ts';
import { openTeam } from '../team/index.ts';
import { createTerminals } from '../terminals/index.ts';
import { ask } from './connect.ts';
import type { Core, CoreOptions } from './core.ts';

/**
 * All that a process needs to serve views: the store, the tasks, the engine's connection, and what is built on them. The
 * engine need not be there. Throws `store-failed` when the store cannot be used.
 */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { environment, host, version, processes = childProcesses() } = options;
  const store = openStore({ folder: options.folder, environment });
  const closing = new AbortController();
  const closers: (() => unknown)[] = [() => store.close()];
  const close = async () => {
    closing.abort();
    const failures: unknown[] = [];
    for (const closeOne of closers.splice(0).reverse())
      try {
        await closeOne();
      } catch (thrown) {
        // The others are closed all the same.
        failures.push(thrown);
      }
    if (failures.length > 0) throw failures[0];
  };
  try {
    const secrets = openSecrets({ folder: store.folder, environment });
    const tasks = createTasks(store, options.via);
    const live = openLive({ store, environment });
    closers.push(() => live[Symbol.asyncDispose]());
    const projects = openProjects({ store, secrets, live, environment });
    closers.push(() => projects[Symbol.dispose]());
    const terminals = createTerminals();
    closers.push(() => terminals[Symbol.asyncDispose]());
    closers.push(removeHelpers);
    void sweepHelpers(live, closing.signal);
    const activity = openActivity({ store, live, tasks });
    closers.push(() => activity[Symbol.dispose]());
    const metrics = openMetrics({ store, live, projects, marks: marksOf(activity) });
    closers.push(() => metrics[Symbol.asyncDispose]());
    const stacks = openStacks({ store, secrets, tasks, live, projects, metrics, environment, version });
    const catalogues = openCatalogues({ folder: store.folder, environment });
    const team = openTeam({
      ...{ home: store.folder, environment, version, tasks },
      // It is a part of the connection to the engine.
      onImageMap: () => live.reconnect(),
    });
    // First of all: what runs may need all others to come to its end.
    closers.push(() => tasks.end());
    const [id, startedAt] = [randomUUID(), Date.now()];
    const parts = { processes, store, secrets, tasks, live, projects, terminals, metrics, stacks, activity };
    const core: Core = {
      ...{ id, startedAt, closing: closing.signal, version, host, environment, catalogues, team, ...parts },
      ask: (procedure, input) => ask(core, procedure, input),
      [Symbol.asyncDispose]: close,
    };
    return core;
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
