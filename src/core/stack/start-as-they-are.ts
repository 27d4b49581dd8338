import { type Step, toBlockyardError } from '../../shared/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { startsAtOnce } from './apply.ts';
import { implicitDependencies } from './dependencies.ts';
import { withPlace } from './errors.ts';
import { throwFailures } from './failures.ts';
import { Pool, runGraph } from './graph.ts';
import { Lines } from './lines.ts';
import type { ObservedContainer } from './observe.ts';
import { type ReadyRequest, untilReady, untilSucceeded } from './probe.ts';
import type { StackParts } from './stack.ts';

/**
 * Starts containers whose files are not at hand, as they are: those that others depend on first, gated by the
 * conditions on their labels.
 */
export async function startAsTheyAre(
  { engine, project }: StackParts,
  containers: readonly ObservedContainer[],
  task: TaskContext,
): Promise<void> {
  const { signal } = task;
  const starting = containers.filter(({ state }) => state !== 'running' && state !== 'restarting');
  const needsOf = ({ service }: ObservedContainer) =>
    Object.entries(implicitDependencies(project, service)).flatMap(([needed, { condition }]) =>
      containers.filter((other) => other.service === needed).map((container) => ({ container, condition })),
    );
  const idOf = ({ name }: ObservedContainer) => `container:${name}:start`;
  const steps = starting.map((container): Step => {
    const { name, service, number } = container;
    return {
      id: idOf(container),
      action: 'start',
      target: { kind: 'container', name, service, number },
      causes: [{ kind: 'asked', text: 'asked to start' }],
      after: needsOf(container).map((need) => idOf(need.container)),
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
    run: async ({ target: { name } }) => {
      const container = starting.find((other) => other.name === name);
      if (!container) return;
      const { id, service, state } = container;
      const say = (text: string): void => lines.say(name, text);
      try {
        for (const { container: need, condition } of needsOf(container)) {
          const request: ReadyRequest = {
            engine,
            id: need.id,
            service: need.service,
            container: need.name,
            neededBy: [service],
            outside: need.outsideProbe,
            where: undefined,
            signal,
            onWaiting: (words) => say(`waits for ${need.service}: ${words}`),
          };
          if (condition === 'service_healthy') await untilReady(request);
          if (condition === 'service_completed_successfully') await untilSucceeded(request);
        }
        say('starts');
        if (state === 'paused') await engine.containers.unpause(id);
        else await engine.containers.start(id);
        lines.done(name, 'started');
      } catch (thrown) {
        const error = withPlace(toBlockyardError(thrown), undefined, container);
        lines.fail(name, error);
        throw error;
      }
    },
  });
  throwFailures(outcome, signal);
}
