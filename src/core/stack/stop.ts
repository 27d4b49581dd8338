import { toBlockyardError } from '../../shared/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { stopsAtOnce } from './apply.ts';
import { planDown } from './down.ts';
import { withPlace } from './errors.ts';
import { throwFailures } from './failures.ts';
import { Pool, runGraph } from './graph.ts';
import { Lines } from './lines.ts';
import { withStackLock } from './lock.ts';
import { observeContainers } from './observe.ts';
import { requireServices } from './require-services.ts';
import type { StackParts } from './stack.ts';
import { stopContainer } from './take-down.ts';
import { isOrphan } from './verdict.ts';

export interface StopOptions {
  services?: string[];
  timeoutSeconds?: number | undefined;
}

/** Stops containers and leaves them where they are, those that need others first. */
export async function stop(parts: StackParts, options: StopOptions, task: TaskContext): Promise<void> {
  await withStackLock(parts, 'stop', task, async () => {
    const { signal } = task;
    const { services = [], timeoutSeconds } = options;
    requireServices(parts.project, services);
    const observed = await observeContainers(parts, { signal });
    const stopping = observed.filter(
      (container) =>
        ['running', 'restarting', 'paused'].includes(container.state) &&
        !container.oneOff &&
        !isOrphan(parts.project, container) &&
        (services.length === 0 || services.includes(container.service)),
    );
    // The order of stopping is that of taking down.
    const { steps } = planDown(parts, { containers: stopping, networks: [], volumes: [], images: [] });
    const byName = new Map(stopping.map((container) => [container.name, container]));
    const lines = new Lines(task);
    const pool = new Pool(stopsAtOnce);
    const outcome = await runGraph({
      steps,
      signal,
      poolOf: () => pool,
      rankOf: () => 0,
      // One that does not stop keeps nobody else running.
      mayGoOn: () => true,
      run: async ({ target: { name } }) => {
        try {
          const container = byName.get(name);
          const say = (text: string): void => lines.say(name, text);
          if (container) await stopContainer(parts, container, { timeoutSeconds, signal, say });
          lines.done(name, 'stopped');
        } catch (thrown) {
          const error = withPlace(toBlockyardError(thrown), undefined, byName.get(name));
          lines.fail(name, error);
          throw error;
        }
      },
    });
    throwFailures(outcome, signal);
  });
}
