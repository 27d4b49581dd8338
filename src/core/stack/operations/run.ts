import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { BlockyardError } from '../../../shared/index.ts';
import type { ComposeProject, Mount, Port, Service } from '../../compose/index.ts';
import type { LiveProcess } from '../../engine/index.ts';
import type { TaskContext } from '../../tasks/index.ts';
import { createContainer } from '../create-container.ts';
import { type Desired, type DesiredService, desiredOf } from '../desired.ts';
import { observe } from '../observe.ts';
import { refuseMismatches } from '../resources.ts';
import type { Stack, StackParts } from '../stack.ts';
import { requireServices } from './find.ts';

export interface RunRequest {
  service: string;
  /** Empty: the service's own command. */
  command: string[];
  tty: boolean;
  stdin: boolean;
  /** Build the image first. */
  build: boolean;
  /** Bring up what the service needs. */
  dependencies: boolean;
  /** `NAME=value`. */
  environment: string[];
  user?: string | undefined;
  workingDirectory?: string | undefined;
  /** Split at spaces. */
  entrypoint?: string | undefined;
  name?: string | undefined;
  /** `name=value`. */
  labels: string[];
  capAdd: string[];
  capDrop: string[];
  /** `SOURCE:TARGET[:ro]`; relative sources start at the process's working directory. */
  volumes: string[];
  /** `[[IP:]HOST:]PORT[/protocol]`. */
  publish: string[];
  /** Publish the ports of the service. */
  servicePorts: boolean;
  /** Answer to the service's name in its networks. */
  useAliases: boolean;
  /** The engine removes the container at its end. */
  remove: boolean;
}

export interface OneOffContainer {
  id: string;
  name: string;
}

/** Makes everything that a one-off container of a service needs, and the container, but does not start it. */
export async function prepareRun(
  stack: Stack,
  request: RunRequest,
  task: TaskContext,
): Promise<OneOffContainer> {
  const { engine, project } = stack.parts;
  requireServices(project, [request.service]);
  const { project: changed, name } = asOneOff(project, request);
  const [service] = desiredOf({
    project: changed,
    engine,
    services: [request.service],
    noDependencies: true,
  }).services;
  if (!service) throw new BlockyardError('internal', `The service ${request.service} was lost on the way.`);

  const needed = [...new Set([...Object.keys(service.dependencies), ...service.tiedTo])];
  if (request.dependencies && needed.length > 0)
    await stack.up({ services: needed, waitFor: service.dependencies }, task);
  const imageId = await prepareImage(stack, request, service.image, task);
  const desired = desiredOf({ project: changed, engine, services: [request.service], noDependencies: true });
  await prepareResources(stack.parts, desired, task.signal);

  const created = task.progress(`container ${name}`);
  created.start('creating');
  const running = await engine.containers.list(
    { labels: [`com.docker.compose.project=${project.name}`] },
    { signal: task.signal },
  );
  const id = await createContainer({
    engine,
    project: changed,
    service: adapted(service, request),
    number: 1,
    name,
    imageId,
    oneOff: true,
    idOf: (other) => running.find((it) => it.Labels['com.docker.compose.service'] === other)?.Id,
  });
  created.done('created');
  return { id, name };
}

export interface StartedRun {
  process: LiveProcess;
  /** Resolves when the engine has removed the container, a moment after its end; at once without `remove`. */
  removed: Promise<void>;
}

/** Attaches to the container, then starts it, so that nothing of its output is lost. */
export async function startRun(
  { engine }: Pick<StackParts, 'engine'>,
  container: OneOffContainer,
  options: { stdin: boolean; remove: boolean; detachKeys?: string | undefined; signal: AbortSignal },
): Promise<StartedRun> {
  const { stdin, detachKeys, signal } = options;
  const process = await engine.containers.attach(container.id, { stdin, detachKeys }, { signal });
  // Asked before the start: later the container may be gone already.
  const removed = options.remove
    ? engine.containers.wait(container.id, { condition: 'removed', signal }).then(() => {})
    : Promise.resolve();
  removed.catch(() => {});
  try {
    await engine.containers.start(container.id, { signal });
    return { process, removed };
  } catch (error) {
    process.close();
    throw error;
  }
}

/** The project with the service as the request wants it: what is asked for is said as a Compose file would. */
function asOneOff(project: ComposeProject, request: RunRequest): { project: ComposeProject; name: string } {
  const original = project.config.services[request.service] as Service;
  const { container_name: _, restart: __, deploy, ...kept } = original;
  const service: Service = {
    ...kept,
    tty: request.tty,
    stdin_open: request.stdin,
    scale: 1,
    environment: { ...original.environment, ...Object.fromEntries(request.environment.map(pairOf)) },
    labels: { ...original.labels, ...Object.fromEntries(request.labels.map(pairOf)) },
    volumes: withMounts(original.volumes ?? [], request.volumes.map(mountOf)),
    ports: [...(request.servicePorts ? (original.ports ?? []) : []), ...request.publish.map(portOf)],
    cap_add: [...(original.cap_add ?? []), ...request.capAdd],
    cap_drop: [...(original.cap_drop ?? []), ...request.capDrop],
    ...(request.user !== undefined && { user: request.user }),
    ...(request.workingDirectory !== undefined && { working_dir: request.workingDirectory }),
    ...(request.command.length > 0 && { command: request.command }),
    // Without its entrypoint the service's own command means nothing.
    ...(request.entrypoint !== undefined && {
      entrypoint: request.entrypoint.split(' ').filter(Boolean),
      command: request.command.length > 0 ? request.command : null,
    }),
  };
  if (deploy) {
    const { restart_policy: ___, replicas: ____, ...rest } = deploy;
    service.deploy = rest;
  }
  const services = { ...project.config.services, [request.service]: service };
  const name = request.name ?? `${project.name}-${request.service}-run-${randomBytes(6).toString('hex')}`;
  return { project: { ...project, config: { ...project.config, services } }, name };
}

/**
 * What no Compose file can say: that the engine removes it, that its input ends with ours, and that it is nobody others know. They must not reach it in
 * the service's place, nor can it have the service's addresses while that one runs.
 */
function adapted(service: DesiredService, request: RunRequest): DesiredService {
  const { spec, endpoints } = service.blueprint;
  const anonymous = endpoints.map((endpoint) => {
    const { Aliases: _, IPAMConfig: __, MacAddress: ___, ...settings } = endpoint.settings;
    return { ...endpoint, settings };
  });
  return {
    ...service,
    blueprint: {
      ...service.blueprint,
      spec: {
        ...spec,
        StdinOnce: request.stdin,
        HostConfig: { ...spec.HostConfig, AutoRemove: request.remove },
      },
      endpoints: request.useAliases ? endpoints : anonymous,
    },
  };
}

async function prepareImage(
  stack: Stack,
  request: RunRequest,
  image: string,
  task: TaskContext,
): Promise<string | undefined> {
  const { engine, project } = stack.parts;
  const { build, pull_policy } = project.config.services[request.service] as Service;
  const services = [request.service];
  const there = await engine.images.inspect(image, { signal: task.signal });
  if (build && (request.build || !there)) await stack.build({ services }, task);
  else if (!there && pull_policy !== 'never') await stack.pull({ services }, task);
  else return there?.Id;
  return (await engine.images.inspect(image, { signal: task.signal }))?.Id;
}

async function prepareResources(parts: StackParts, desired: Desired, signal: AbortSignal): Promise<void> {
  const observed = await observe(parts, desired, { signal });
  refuseMismatches(desired, observed);
  for (const { name, external, spec } of desired.networks)
    if (!external && !observed.networks.has(name)) await parts.engine.networks.create(name, spec, { signal });
  for (const { name, external, spec } of desired.volumes)
    if (!external && !observed.volumes.has(name)) await parts.engine.volumes.create(name, spec, { signal });
}

function pairOf(word: string): [string, string] {
  const at = word.indexOf('=');
  return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
}

/** What is mounted at the same place gives way. */
function withMounts(mounts: Mount[], added: Mount[]): Mount[] {
  const targets = new Set(added.map((mount) => mount.target));
  return [...mounts.filter((mount) => !targets.has(mount.target)), ...added];
}

export function mountOf(word: string): Mount {
  // A drive's letter is no source.
  const [, source, target, modes = ''] = /^((?:[A-Za-z]:[\\/])?[^:]*):([^:]+)(?::([^:]*))?$/.exec(word) ?? [];
  if (source === undefined || target === undefined) {
    if (word.startsWith('/') && !word.includes(':')) return { type: 'volume', target: word };
    throw new BlockyardError('usage', `'${word}' is no mount.`, {
      remedy: 'Write SOURCE:TARGET or SOURCE:TARGET:ro, such as ./data:/data:ro.',
    });
  }
  const isPath = isAbsolute(source) || /^(\.|~|[A-Za-z]:[\\/])/.test(source);
  const readOnly = modes.split(',').includes('ro');
  return {
    type: isPath ? 'bind' : 'volume',
    source: isPath ? absolutePath(source) : source,
    target,
    ...(readOnly && { read_only: true }),
    ...(isPath && { bind: { create_host_path: true } }),
  };
}

/** A path of Windows is absolute, for an engine that runs there. */
function absolutePath(path: string): string {
  if (/^[A-Za-z]:[\\/]/.test(path)) return path;
  return resolve(path.replace(/^~(?=\/|$)/, homedir()));
}

export function portOf(word: string): Port {
  const [, address, published, target, protocol] =
    /^(?:(?:(\[[^\]]+\]|[\d.]+):)?(\d*):)?(\d+)(?:\/(tcp|udp|sctp))?$/.exec(word) ?? [];
  if (target === undefined)
    throw new BlockyardError('usage', `'${word}' is no port.`, {
      remedy: 'Write PORT, HOST:PORT or IP:HOST:PORT, such as 127.0.0.1:8080:80.',
    });
  return {
    mode: 'ingress',
    target: Number(target),
    protocol: protocol ?? 'tcp',
    ...(published && { published }),
    ...(address && { host_ip: address.replace(/^\[|\]$/g, '') }),
  };
}
