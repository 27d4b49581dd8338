import { BlockyardError } from '../../shared/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { applyPlan } from './apply.ts';
import { servicesInOrder } from './dependencies.ts';
import { Lines } from './lines.ts';
import { withStackLock } from './lock.ts';
import { observeContainers } from './observe.ts';
import { prepare } from './prepare.ts';
import { requireServices } from './require-services.ts';
import type { StackParts, UpOptions } from './stack.ts';
import { startAsTheyAre } from './start-as-they-are.ts';

/** Starts the containers that are there, gated as in `up`; makes none. */
export async function start(
  parts: StackParts,
  { services = [] }: { services?: string[] },
  task: TaskContext,
): Promise<void> {
  await withStackLock(parts, 'start', task, async () => {
    const { project } = parts;
    const { signal } = task;
    requireServices(project, services);
    const observed = await observeContainers(parts, { signal });
    const count = (name: string): number =>
      observed.filter(({ service, oneOff }) => service === name && !oneOff).length;
    const present = servicesInOrder(project, services).filter((name) => count(name) > 0);
    const missing = services.filter((name) => count(name) === 0);
    if (missing.length > 0 || present.length === 0)
      throw new BlockyardError(
        'service-not-found',
        `There is no container to start${missing.length > 0 ? ` for ${missing.join(', ')}` : ''}.`,
        { remedy: 'Make it with `blockyard up`.' },
      );
    if (project.files.length === 0) {
      const chosen = observed.filter(({ service, oneOff }) => present.includes(service) && !oneOff);
      return await startAsTheyAre(parts, chosen, task);
    }
    const options: UpOptions = {
      services: present,
      noDependencies: true,
      noRecreate: true,
      scale: Object.fromEntries(present.map((name) => [name, count(name)])),
    };
    const { situation, stackPlan } = await prepare(parts, options, { signal });
    await applyPlan({ parts, situation, stackPlan, options, lines: new Lines(task), signal });
  });
}
