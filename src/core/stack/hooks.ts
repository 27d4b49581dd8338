import type { Where } from '../../shared/index.ts';
import type { Hook } from '../compose/index.ts';
import type { ContainerSpec, Engine } from '../engine/index.ts';
import { type CreateRequest, createSpec } from './create-container.ts';
import { HookFailed } from './errors.ts';
import { labelNames } from './labels.ts';

export interface HookRequest {
  id: string;
  name: string;
  kind: 'post_start' | 'pre_stop';
  hooks: readonly Hook[];
  place(index: number): Where | undefined;
  signal: AbortSignal;
}

/** Runs hooks in a container, one after the other. */
export async function runHooks(engine: Engine, request: HookRequest): Promise<void> {
  for (const [index, hook] of request.hooks.entries()) {
    const { exitCode, output } = await engine.containers.exec(
      request.id,
      {
        command: hook.command ?? [],
        environment: environmentOf(hook),
        privileged: hook.privileged ?? false,
        user: hook.user,
        workingDirectory: hook.working_dir,
      },
      { signal: request.signal },
    );
    if (exitCode !== 0)
      throw new HookFailed(request.kind, request.name, exitCode, output, request.place(index));
  }
}

/**
 * Runs the `pre_start` hooks: each in a container of its own that has the service's volumes, networks and environment,
 * after the service's container was created and before it starts.
 * Source: https://docs.docker.com/compose/how-tos/init-containers/
 */
export async function runInitContainers(
  request: CreateRequest & { id: string; signal: AbortSignal; say(text: string): void },
): Promise<void> {
  const { engine, project, service, number, name, id, signal } = request;
  for (const [index, hook] of (service.service.pre_start ?? []).entries()) {
    if (hook.per_replica === false && number > 1) continue;
    request.say(`runs pre_start ${index + 1}`);
    const hookName = `${name}-pre-start-${index + 1}`;
    // One that an interrupted run left behind.
    await engine.containers.remove(hookName, { force: true });
    const hookId = await engine.containers.create(hookName, initSpec(request, hook, id));
    try {
      await engine.containers.start(hookId);
      const exitCode = await engine.containers.wait(hookId, { signal });
      if (exitCode !== 0) {
        const output: Buffer[] = [];
        for await (const { data } of engine.containers.logs(hookId, { tail: 10 })) output.push(data);
        const where = project.where(['services', service.name, 'pre_start', index]);
        throw new HookFailed('pre_start', name, exitCode, Buffer.concat(output).toString(), where);
      }
    } finally {
      await engine.containers.remove(hookId, { force: true });
    }
  }
}

function initSpec(request: CreateRequest, hook: Hook, owner: string): ContainerSpec {
  const { Healthcheck: _check, ExposedPorts: _ports, ...spec } = createSpec(request);
  const { Binds: _binds, Mounts: _mounts, PortBindings: _bindings, ...host } = spec.HostConfig ?? {};
  return {
    ...spec,
    ...(hook.image && { Image: hook.image }),
    ...(hook.user !== undefined && { User: hook.user }),
    ...(hook.working_dir !== undefined && { WorkingDir: hook.working_dir }),
    // The command is the hook's alone; the image's entrypoint would wrap it.
    Entrypoint: hook.command ?? [],
    Cmd: [],
    Env: [...(spec.Env ?? []), ...environmentOf(hook)],
    Labels: { ...spec.Labels, [labelNames.oneOff]: 'True' },
    HostConfig: {
      ...host,
      RestartPolicy: { Name: 'no' },
      VolumesFrom: [owner],
      ...(hook.privileged && { Privileged: true }),
    },
  };
}

function environmentOf({ environment }: Hook): string[] {
  return Object.entries(environment ?? {}).map(([key, value]) => (value === null ? key : `${key}=${value}`));
}
