import { type Step, toBlockyardError } from '../../shared/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { startsAtOnce } from './apply.ts';
import { implicitDependencies } from './dependencies.ts';
import { withPlace } from './errors.ts';
import { throwFailures } from './failures.ts';
import { Pool, runGraph } from './graph.ts';
import { runHooks } from './hooks.ts';
import { Lines } from './lines.ts';
import { withStackLock } from './lock.ts';
import { observeContainers } from './observe.ts';
import { requireServices } from './require-services.ts';
import type { StackParts } from './stack.ts';
import { stopContainer } from './take-down.ts';

export interface RestartOptions {
  services?: string[];
  timeoutSeconds?: number | undefined;
  noDependencies?: boolean;
}

/** Restarts containers, dependencies first; those that ask for it (`depends_on.….restart`) restart along. */
export async function restart(parts: StackParts, options: RestartOptions, task: TaskContext): Promise<void> {
  await withStackLock(parts, 'restart', task, async () => {
    const { engine, project } = parts;
    const { signal } = task;
    const { services = [], timeoutSeconds, noDependencies } = options;
    requireServices(project, services);
    const wanted = noDependencies ? new Set(services) : withDependents(parts, services);
    const observed = await observeContainers(parts, { signal });
    const restarting = observed.filter(
      ({ service, oneOff }) => !oneOff && (services.length === 0 || wanted.has(service)),
    );
    const steps = restarting.map(({ name, service, number }): Step => {
      const needs = Object.keys(implicitDependencies(project, service));
      return {
        id: `container:${name}:restart`,
        action: 'restart',
        target: { kind: 'container', name, service, number },
        causes: [{ kind: 'asked', text: 'asked to restart' }],
        after: restarting
          .filter((other) => needs.includes(other.service))
          .map((other) => `container:${other.name}:restart`),
      };
    });
    const lines = new Lines(task);
    const pool = new Pool(startsAtOnce(undefined));
    const outcome = await runGraph({
      steps,
      signal,
      poolOf: () => pool,
      rankOf: () => 0,
      mayGoOn: () => false,
      run: async ({ target: { name, service = '' } }) => {
        const container = restarting.find((other) => other.name === name);
        if (!container) return;
        try {
          const say = (text: string): void => lines.say(name, text);
          await stopContainer(parts, container, { timeoutSeconds, signal, say });
          say('starts');
          await engine.containers.start(container.id);
          const hooks = project.config.services[container.service]?.post_start ?? [];
          const place = (index: number) =>
            project.where(['services', container.service, 'post_start', index]);
          await runHooks(engine, { id: container.id, name, kind: 'post_start', hooks, place, signal });
          lines.done(name, 'restarted');
        } catch (thrown) {
          const where = project.where(['services', service]);
          const error = withPlace(toBlockyardError(thrown), where, container);
          lines.fail(name, error);
          throw error;
        }
      },
    });
    throwFailures(outcome, signal);
  });
}

function withDependents({ project }: StackParts, services: readonly string[]): Set<string> {
  const wanted = new Set(services);
  // A set that grows while it is walked: those added are walked as well.
  for (const name of wanted)
    for (const other of Object.keys(project.config.services))
      if (implicitDependencies(project, other)[name]?.restart) wanted.add(other);
  return wanted;
}
