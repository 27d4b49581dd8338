import { BlockyardError } from '../../shared/index.ts';
import type { CallOptions, LiveProcess } from '../engine/index.ts';
import type { OpenPlace } from './open-place.ts';

/**
 * Starts a shell script in the place's container, as its root. Undefined where that cannot be: it does not run any more,
 * say. What comes back may still say that there is no shell.
 */
export async function runInside(
  { engine, container, running }: OpenPlace,
  script: string,
  words: string[],
  { signal }: CallOptions,
): Promise<LiveProcess | undefined> {
  if (!running) return undefined;
  const request = { command: ['sh', '-c', script, 'sh', ...words], user: '0' };
  return engine.containers.execStream(container, request, { signal }).catch((error) => {
    if (error instanceof BlockyardError && error.code !== 'engine-unreachable') return undefined;
    throw error;
  });
}
