import type { ContainerView, ServiceState, ServiceView } from '../../../../shared/contract/index.ts';

/** A state as people say it. */
export const stateWords: Record<ServiceState, string> = {
  absent: 'not created',
  waiting: 'waiting',
  starting: 'starting',
  ready: 'ready',
  unhealthy: 'unhealthy',
  failed: 'failed',
  done: 'done',
  stopped: 'stopped',
  paused: 'paused',
  orphan: 'orphan',
};

/** What is to be looked at first comes first. */
export const stateOrder: readonly ServiceState[] = [
  'failed',
  'unhealthy',
  'waiting',
  'starting',
  'paused',
  'orphan',
  'ready',
  'done',
  'stopped',
  'absent',
];

/** States that need no attention: what the service is made of says more than the state. */
export function isCalm(state: ServiceState): boolean {
  return ['ready', 'done', 'absent', 'stopped'].includes(state);
}

/** What a service needs of another before it starts. */
export type Condition = 'started' | 'healthy' | 'completed';

export const conditionWords: Record<Condition, string> = {
  started: 'has started',
  healthy: 'is healthy',
  completed: 'has completed',
};

/** What it does now; of one that waits, for whom comes first. */
export function nowText({ state, text, waitsFor }: Pick<ServiceView, 'state' | 'text' | 'waitsFor'>): string {
  if (state !== 'waiting' || !waitsFor?.services.length || text.includes('waits for')) return text;
  return `waits for ${listed(waitsFor.services)}`;
}

/** What a service is made of: `built from ./api`, `postgres:17`. */
export function sourceOf({ build, image }: Pick<ServiceView, 'build' | 'image'>): string {
  if (build !== undefined) return `built from ${build === '.' || build === '' ? '.' : withDot(build)}`;
  return image ?? '';
}

function withDot(folder: string): string {
  return /^(\.|\/|[a-z]+:\/\/)/.test(folder) ? folder : `./${folder}`;
}

/** A path as it is said inside the project: `compose.yaml`. */
export function withinProject(path: string, folder: string | undefined): string {
  return folder && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The published ports of a service's containers, each once: `8080→80`. */
export function portsOf(containers: readonly Pick<ContainerView, 'ports'>[]): string[] {
  const texts = containers
    .flatMap(({ ports }) => ports)
    .filter(({ published }) => published > 0)
    .map(({ published, target, protocol }) => {
      const pair = published === target ? `${published}` : `${published}→${target}`;
      return protocol === 'tcp' ? pair : `${pair}/${protocol}`;
    });
  return [...new Set(texts)];
}
