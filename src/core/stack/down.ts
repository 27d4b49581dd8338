import { type Plan, type Step, type StepTarget, toBlockyardError } from '../../shared/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { stopsAtOnce } from './apply.ts';
import { implicitDependencies } from './dependencies.ts';
import { withPlace } from './errors.ts';
import { throwFailures } from './failures.ts';
import { Pool, runGraph } from './graph.ts';
import { projectFilter } from './labels.ts';
import { Lines } from './lines.ts';
import { withStackLock } from './lock.ts';
import { imageName, volumeName } from './names.ts';
import { adoptionArea, type ObservedContainer, observeContainers } from './observe.ts';
import { removeNetwork } from './remove-network.ts';
import { requireServices } from './require-services.ts';
import type { DownOptions, StackParts } from './stack.ts';
import { removeContainer } from './take-down.ts';
import { isOrphan } from './verdict.ts';

/** Takes the stack down, those that need others first. */
export async function down(parts: StackParts, options: DownOptions, task: TaskContext): Promise<Plan> {
  return await withStackLock(parts, 'down', task, async () => {
    const { engine, project, store } = parts;
    const { signal } = task;
    const labels = [projectFilter(project.name)];
    requireServices(project, options.services ?? []);
    const [containers, networks, volumes] = await Promise.all([
      observeContainers(parts, { signal }),
      engine.networks.list({ labels }, { signal }),
      options.volumes ? engine.volumes.list({ labels }, { signal }) : [],
    ]);
    const whole = !options.services?.length;
    const leaving = containers.filter((container) =>
      whole
        ? options.removeOrphans || !isOrphan(project, container)
        : options.services?.includes(container.service),
    );
    const declared = Object.entries(project.config.volumes ?? {})
      .filter(([, { external }]) => !external)
      .map(([key]) => volumeName(project, key));
    const plan = planDown(parts, {
      containers: leaving,
      networks: whole ? networks.map(({ Name }) => Name) : [],
      volumes: whole ? volumes.map(({ Name }) => Name).filter((name) => declared.includes(name)) : [],
      images: whole ? imagesToRemove(parts, options.images) : [],
    });
    const lines = new Lines(task);
    const pool = new Pool(stopsAtOnce);
    const byName = new Map(leaving.map((container) => [container.name, container]));
    const outcome = await runGraph({
      steps: plan.steps,
      signal,
      poolOf: () => pool,
      rankOf: () => 0,
      mayGoOn: () => false,
      run: async ({ target }) => {
        try {
          await removeTarget(parts, target, byName, options, lines, signal);
          lines.done(target.name, 'removed');
        } catch (thrown) {
          const error = withPlace(toBlockyardError(thrown), undefined, byName.get(target.name));
          lines.fail(target.name, error);
          throw error;
        }
      },
    });
    for (const { id } of leaving) if (store.get(adoptionArea, id)) store.delete(adoptionArea, id);
    throwFailures(outcome, signal);
    return plan;
  });
}

interface Leaving {
  containers: readonly ObservedContainer[];
  networks: readonly string[];
  volumes: readonly string[];
  images: readonly string[];
}

/** Containers in the reverse order of their dependencies, then what they hung on. */
export function planDown({ project }: Pick<StackParts, 'project'>, leaving: Leaving): Plan {
  const idOf = (kind: StepTarget['kind'], name: string): string => `${kind}:${name}:remove`;
  const cause = { kind: 'asked', text: 'asked to take down' };
  const step = (target: StepTarget, after: string[], loses?: string): Step => ({
    id: idOf(target.kind, target.name),
    action: 'remove',
    target,
    causes: [cause],
    after,
    ...(loses && { loses }),
  });
  const needs = new Map(
    Object.keys(project.config.services).map((name) => [
      name,
      Object.keys(implicitDependencies(project, name)),
    ]),
  );
  const containers = leaving.containers.map(({ name, service, number }) => {
    const dependents = leaving.containers.filter((other) => needs.get(other.service)?.includes(service));
    return step(
      { kind: 'container', name, service, number },
      dependents.map((other) => idOf('container', other.name)),
    );
  });
  const all = containers.map(({ id }) => id);
  return {
    project: project.name,
    steps: [
      ...containers,
      ...leaving.networks.map((name) => step({ kind: 'network', name }, all)),
      ...leaving.volumes.map((name) => step({ kind: 'volume', name }, all, 'all data in it')),
      ...leaving.images.map((name) => step({ kind: 'image', name }, all)),
    ],
    unchanged: [],
  };
}

/** `local`: those that have no name of their own, because they were built here. */
function imagesToRemove({ project }: StackParts, which: DownOptions['images']): string[] {
  if (which === undefined) return [];
  const services = Object.entries(project.config.services).filter(
    ([, service]) => which === 'all' || (service.build && service.image === undefined),
  );
  return [...new Set(services.map(([name]) => imageName(project, name)))];
}

async function removeTarget(
  parts: StackParts,
  target: StepTarget,
  containers: ReadonlyMap<string, ObservedContainer>,
  options: DownOptions,
  lines: Lines,
  signal: AbortSignal,
): Promise<void> {
  const { engine } = parts;
  const say = (text: string): void => lines.say(target.name, text);
  switch (target.kind) {
    case 'container': {
      const container = containers.get(target.name);
      const { timeoutSeconds, volumes } = options;
      if (container) await removeContainer(parts, container, { timeoutSeconds, volumes, signal, say });
      return;
    }
    case 'network':
      say('removes');
      return await removeNetwork(engine, target.name, signal);
    case 'volume':
      say('removes');
      return await engine.volumes.remove(target.name);
    case 'image':
      say('removes');
      return await engine.images.remove(target.name);
  }
}
