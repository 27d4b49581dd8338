import { setTimeout as delay } from 'node:timers/promises';
import { pack } from 'tar-stream';
import { BlockyardError } from '../../shared/index.ts';
import type { ComposeProject } from '../compose/index.ts';
import type { ContainerDetails, ContainerSpec, Engine } from '../engine/index.ts';
import type { CreateSpec, FileContent } from './blueprint.ts';
import type { DesiredService } from './desired.ts';
import { targetOfBind } from './hash.ts';
import { containerLabels, labelNames } from './labels.ts';
import type { ObservedContainer } from './observe.ts';

export interface CreateRequest {
  engine: Engine;
  project: ComposeProject;
  service: DesiredService;
  number: number;
  /** The name to create it under, which may be a temporary one. */
  name: string;
  imageId: string | undefined;
  /** Made by `run`, beside the service's own containers. */
  oneOff?: boolean;
  /** The container whose anonymous volumes are taken over. */
  predecessor?: ObservedContainer | undefined;
  /** The id of a service's first container. */
  idOf(service: string): string | undefined;
}

/** Creates a container, attached to its networks, with its secrets and configs in it. Answers its id. */
export async function createContainer(request: CreateRequest): Promise<string> {
  const { engine, service } = request;
  const { endpoints, contents } = service.blueprint;
  const id = await createAlone(request);
  // Before 1.44 the engine takes one network at create.
  if (!engine.atLeast('1.44'))
    for (const { network, settings } of endpoints.slice(1))
      await engine.networks.connect(network, id, settings);
  if (contents.length > 0) await engine.containers.writeArchive(id, '/', archiveOf(contents));
  return id;
}

/** Pauses, in milliseconds, while the engine is still making a container that has the name already. */
const pauses = [50, 100, 200, 500, 1000, 2000];

/**
 * Creates it under its name. What an earlier run asked for may come to be only now, when that run was killed or when it
 * did not wait for an engine that hung: it may be without its files, and gives way.
 */
async function createAlone(request: CreateRequest): Promise<string> {
  const { engine, service, name } = request;
  const { platform } = service.blueprint;
  for (let attempt = 0; ; attempt++) {
    try {
      return await engine.containers.create(name, createSpec(request), platform ? { platform } : {});
    } catch (thrown) {
      const pause = pauses[attempt];
      if (!(thrown instanceof BlockyardError) || thrown.code !== 'name-conflict' || pause === undefined)
        throw thrown;
      const other = await engine.containers.inspect(name);
      if (!other) await delay(pause);
      else if (isLatecomer(other, request)) await engine.containers.remove(other.Id, { force: true });
      else throw thrown;
    }
  }
}

/** Whether it was made for the same service, and never started. */
function isLatecomer(
  { State, Config }: ContainerDetails,
  { project, service, oneOff = false }: CreateRequest,
) {
  const { Labels } = Config;
  return (
    !oneOff &&
    State.Status === 'created' &&
    Labels[labelNames.project] === project.name &&
    Labels[labelNames.service] === service.name &&
    Labels[labelNames.oneOff] === 'False'
  );
}

/** The blueprint with everything filled in that is known only now. */
export function createSpec(request: CreateRequest): ContainerSpec {
  const { project, service, number, imageId, engine, oneOff = false } = request;
  const { spec, endpoints } = service.blueprint;
  const given = engine.atLeast('1.44') ? endpoints : endpoints.slice(0, 1);
  return {
    ...spec,
    Labels: {
      ...spec.Labels,
      ...containerLabels(project, {
        service: service.name,
        number,
        hash: service.hash,
        fields: service.fields,
        image: service.image,
        imageId,
        oneOff,
      }),
      ...tiesOf(request),
    },
    HostConfig: withAnonymousVolumes(withReferences(spec.HostConfig, request), request),
    ...(given.length > 0 && {
      NetworkingConfig: {
        EndpointsConfig: Object.fromEntries(given.map(({ network, settings }) => [network, settings])),
      },
    }),
  };
}

/** Whom this container is tied to: when one of them is replaced later, this one has to follow. */
function tiesOf({ service, idOf }: CreateRequest): Record<string, string> {
  if (service.tiedTo.length === 0) return {};
  const ties = service.tiedTo.map((name) => [name, idOf(name) ?? '']);
  return { [labelNames.tiedTo]: JSON.stringify(Object.fromEntries(ties)) };
}

type HostSettings = CreateSpec['HostConfig'];

/** `service:db` becomes the id of its container. */
function withReferences(host: HostSettings, { idOf }: CreateRequest): HostSettings {
  const resolved = { ...host };
  for (const key of ['NetworkMode', 'IpcMode', 'PidMode'] as const) {
    const [, service] = /^service:(.+)$/.exec(host[key] ?? '') ?? [];
    if (service !== undefined) resolved[key] = `container:${idOf(service) ?? service}`;
  }
  if (host.VolumesFrom)
    resolved.VolumesFrom = (host.VolumesFrom as string[]).map((entry) =>
      entry.replace(/^service:([^:]+)/, (_whole, service: string) => idOf(service) ?? service),
    );
  return resolved;
}

/** The predecessor's anonymous volumes at the same paths, so that a recreate loses nothing. */
function withAnonymousVolumes(host: HostSettings, { predecessor }: CreateRequest): HostSettings {
  const anonymous = (predecessor?.mounts ?? []).filter(
    ({ Type, Name }) => Type === 'volume' && Name !== undefined && /^[0-9a-f]{64}$/.test(Name),
  );
  if (anonymous.length === 0) return host;
  const bound = new Set((host.Binds ?? []).map(targetOfBind));
  const mounts = [...(host.Mounts ?? [])];
  for (const { Name, Destination } of anonymous) {
    const at = mounts.findIndex(({ Target }) => Target === Destination);
    const declared = mounts[at];
    if (declared === undefined) {
      if (!bound.has(Destination) && !(Destination in (host.Tmpfs ?? {})))
        mounts.push({ Type: 'volume', Source: Name ?? '', Target: Destination });
    } else if (declared.Type === 'volume' && !declared.Source)
      mounts[at] = { ...declared, Source: Name ?? '' };
  }
  return { ...host, Mounts: mounts };
}

function archiveOf(contents: readonly FileContent[]): import('node:stream').Readable {
  const archive = pack();
  for (const { path, content, mode, uid, gid } of contents)
    archive.entry({ name: path.replace(/^\//, ''), mode, uid, gid, mtime: new Date(0) }, content);
  archive.finalize();
  return archive as unknown as import('node:stream').Readable;
}
