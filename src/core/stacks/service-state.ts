import type { ServiceState } from '../../shared/contract/index.ts';
import type { Ending } from '../live/index.ts';
import type { ContainerStatus } from '../stack/index.ts';

/** A state with its words, the cause first. */
export interface Condition {
  state: ServiceState;
  text: string;
}

/** What the state of a service's containers is judged by. */
export interface Circumstances {
  endings: ReadonlyMap<string, Ending>;
  /** Whether another service waits for this one's end. */
  isJob: boolean;
  /** Whether anything of the stack runs: else it was taken to rest as a whole, or the machine was. */
  stackRuns: boolean;
}

/** Exit codes of what was told to end: by SIGINT, SIGKILL, SIGTERM; 255 is what an engine gives what it lost. */
const endedFromOutside = new Set([130, 137, 143, 255]);

/** The worst counts first. */
const order: readonly ServiceState[] = [
  'failed',
  'unhealthy',
  'starting',
  'paused',
  'ready',
  'stopped',
  'done',
];

/** Of a service's own containers, at least one. */
export function conditionOf(
  containers: readonly ContainerStatus[],
  scale: number,
  circumstances: Circumstances,
): Condition {
  const all = containers.map((container) => containerCondition(container, circumstances));
  const worst = all.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))[0];
  if (!worst) return { state: 'absent', text: 'not created' };
  const wished = Math.max(scale, containers.length);
  if (wished <= 1) return worst;
  const alike = all.filter(({ state }) => state === worst.state).length;
  return { state: worst.state, text: `${alike} of ${wished}: ${worst.text}` };
}

function containerCondition(container: ContainerStatus, circumstances: Circumstances): Condition {
  switch (container.state) {
    case 'running':
      return runningCondition(container);
    case 'paused':
      return { state: 'paused', text: 'paused' };
    case 'restarting': {
      const code = /\((\d+)\)/.exec(container.status)?.[1];
      return {
        state: 'failed',
        text: code === undefined ? 'starts again and again' : `exited with ${code}, starts again`,
      };
    }
    case 'created':
      return { state: 'stopped', text: 'created, never started' };
    case 'removing':
      return { state: 'stopped', text: 'is being removed' };
    case 'dead':
      return { state: 'failed', text: 'dead: the engine could not remove it' };
    case 'exited':
      return exitedCondition(container, circumstances);
  }
}

function runningCondition({ health }: ContainerStatus): Condition {
  switch (health) {
    case 'healthy':
      return { state: 'ready', text: 'healthy' };
    case 'none':
      return { state: 'ready', text: 'runs' };
    case 'starting':
      return { state: 'starting', text: 'not healthy yet' };
    case 'unhealthy':
      return { state: 'unhealthy', text: 'unhealthy' };
  }
}

function exitedCondition(
  { id, exitCode = 0 }: ContainerStatus,
  { endings, isJob, stackRuns }: Circumstances,
): Condition {
  const ending = endings.get(id);
  const words = exitWords(exitCode, ending?.outOfMemory ?? false);
  if (exitCode === 0 && isJob) return { state: 'done', text: 'done' };
  if (ending?.how === 'stopped') return { state: 'stopped', text: exitCode === 0 ? 'stopped' : words };
  if (exitCode === 0) return { state: 'stopped', text: 'exited with 0' };
  if (!ending && endedFromOutside.has(exitCode) && !stackRuns) return { state: 'stopped', text: words };
  return { state: 'failed', text: words };
}

/** In a few words how a process ended. */
export function exitWords(exitCode: number, outOfMemory: boolean): string {
  if (outOfMemory) return `out of memory, exited with ${exitCode}`;
  switch (exitCode) {
    case 137:
      return 'killed, exited with 137';
    case 139:
      return 'crashed (segmentation fault), exited with 139';
    default:
      return `exited with ${exitCode}`;
  }
}
