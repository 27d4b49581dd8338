import type { BlockyardError, Where } from '../../shared/index.ts';
import { toBlockyardError } from '../../shared/index.ts';
import { runHooks } from './hooks.ts';
import type { ObservedContainer } from './observe.ts';
import type { StackParts } from './stack.ts';

export interface TakeDownRequest {
  timeoutSeconds?: number | undefined;
  /** Its anonymous volumes go as well. */
  volumes?: boolean | undefined;
  signal: AbortSignal;
  say(text: string): void;
}

/** Stops a container gracefully: its `pre_stop` hooks, then the signal, then the grace period. */
export async function stopContainer(
  { engine, project }: StackParts,
  { id, name, service, state }: Pick<ObservedContainer, 'id' | 'name' | 'service' | 'state'>,
  { timeoutSeconds, signal, say }: TakeDownRequest,
): Promise<void> {
  if (state !== 'running' && state !== 'restarting' && state !== 'paused') return;
  const hooks = project.config.services[service]?.pre_stop ?? [];
  if (hooks.length > 0 && state === 'running') {
    say('runs pre_stop');
    const place = (index: number): Where | undefined =>
      project.where(['services', service, 'pre_stop', index]);
    await runHooks(engine, { id, name, kind: 'pre_stop', hooks, place, signal }).catch((thrown) => {
      // What must stop stops: a hook that fails is told and holds nothing up.
      if (signal.aborted) throw thrown;
      say((toBlockyardError(thrown) as BlockyardError).message.split('\n')[0] ?? '');
    });
  }
  if (state === 'paused') await engine.containers.unpause(id, { signal });
  say('stops');
  await engine.containers.stop(id, {
    signal,
    ...(timeoutSeconds !== undefined && { graceSeconds: timeoutSeconds }),
  });
}

/** Stops and removes a container; its log is taken over first. */
export async function removeContainer(
  parts: StackParts,
  container: ObservedContainer,
  request: TakeDownRequest,
): Promise<void> {
  const { id, name, service, state } = container;
  await stopContainer(parts, container, request);
  if (state !== 'created') await parts.logs.drain({ id, name, service }, { signal: request.signal });
  await parts.engine.containers.remove(id, { force: true, ...(request.volumes && { volumes: true }) });
}
