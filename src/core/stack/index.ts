export { openStack } from './open.ts';

import type { TaskContext } from '../tasks/index.ts';
import type { Stack } from './stack.ts';
import type { WatchOptions } from './watch/index.ts';

export { implicitDependencies } from './dependencies.ts';
export { imageName } from './names.ts';
export * from './operations/index.ts';
export { OutsideHealth } from './outside-health.ts';
export { OutsideProber, outsideProbeOf } from './outside-probe.ts';
export type * from './stack.ts';
export { stateOf } from './state-of.ts';
export type { WatchEvent, WatchOptions } from './watch/index.ts';

/** See project-from-engine.ts. */
export async function projectFromEngine(
  ...words: Parameters<typeof import('./project-from-engine.ts').projectFromEngine>
) {
  return (await import('./project-from-engine.ts')).projectFromEngine(...words);
}

/** See list-projects.ts. */
export async function seeProjects(...words: Parameters<typeof import('./list-projects.ts').seeProjects>) {
  return (await import('./list-projects.ts')).seeProjects(...words);
}

/** See list-projects.ts. */
export async function listProjects(...words: Parameters<typeof import('./list-projects.ts').listProjects>) {
  return (await import('./list-projects.ts')).listProjects(...words);
}

/** See watch/watch.ts; loaded when it is asked for. */
export async function watchStack(stack: Stack, options: WatchOptions, task: TaskContext): Promise<void> {
  const watch = await import('./watch/index.ts');
  return watch.watchStack(stack, options, task);
}
