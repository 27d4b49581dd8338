import { BlockyardError, type Step } from '../../shared/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { acquireImages } from './acquire-images.ts';
import { Lines } from './lines.ts';
import { imageName } from './names.ts';
import { requireServices } from './require-services.ts';
import type { StackParts } from './stack.ts';

/** Builds the images of these services (default: all that have a `build`). */
export async function build(
  parts: StackParts,
  options: { services?: string[]; noCache?: boolean; pull?: boolean; args?: Record<string, string> },
  task: TaskContext,
): Promise<void> {
  const { noCache, pull, args } = options;
  const steps = stepsOf(parts, 'build', options.services);
  await acquireImages({
    parts,
    steps,
    build: { noCache, pull, args },
    lines: new Lines(task),
    signal: task.signal,
  });
}

/** Pulls the images of these services (default: all that are not built here). */
export async function pull(
  parts: StackParts,
  options: { services?: string[]; ignoreFailures?: boolean },
  task: TaskContext,
): Promise<void> {
  const steps = stepsOf(parts, 'pull', options.services);
  await acquireImages({
    parts,
    steps,
    ignoreFailures: options.ignoreFailures ?? false,
    lines: new Lines(task),
    signal: task.signal,
  });
}

function stepsOf(
  { project }: StackParts,
  action: 'build' | 'pull',
  services: readonly string[] = [],
): Step[] {
  requireServices(project, services);
  const all = { ...project.disabledServices, ...project.config.services };
  const names = services.length > 0 ? services : Object.keys(project.config.services);
  const steps = new Map<string, Step>();
  for (const name of names) {
    const builds = all[name]?.build !== undefined;
    if (builds !== (action === 'build')) continue;
    const image = imageName(project, name);
    steps.set(image, {
      id: `image:${image}:${action}`,
      action,
      target: { kind: 'image', name: image, service: name },
      causes: [{ kind: 'asked', text: `asked to ${action}` }],
      after: [],
    });
  }
  if (steps.size === 0 && services.length > 0)
    throw new BlockyardError(
      'usage',
      `${services.join(', ')} ${action === 'build' ? 'has nothing to build' : 'is built here: there is nothing to pull'}.`,
      {
        where: project.where(['services', services[0] ?? '']),
        remedy:
          action === 'build' ? 'Add a `build` section, or leave the service out.' : 'Use `blockyard build`.',
      },
    );
  return [...steps.values()];
}
