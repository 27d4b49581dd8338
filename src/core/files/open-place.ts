import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import type { CallOptions, Engine } from '../engine/index.ts';
import { NoHelperImage, PlaceGone } from './errors.ts';
import type { Place } from './files.ts';
import { volumeMounts } from './places.ts';

/** A container through which a place can be looked at, for as long as it is needed. */
export interface OpenPlace extends AsyncDisposable {
  place: Place;
  engine: Engine;
  container: string;
  /** Whether commands can be run in it. */
  running: boolean;
  /** Paths of it that only what runs in it sees: file systems in memory. */
  inMemory: string[];
  /** Where a path of the place is in the container. */
  inside(path: string): string;
}

/** Throws `not-found` when it is not there any more. */
export async function openPlace(engine: Engine, place: Place, options: CallOptions): Promise<OpenPlace> {
  return place.kind === 'container'
    ? openContainer(engine, place, options)
    : openVolume(engine, place, options);
}

/** As it is written in an address: from the root, without `..`, without a slash at its end. */
export function normalPath(path: string): string {
  const normal = posix.normalize(`/${path}`);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

async function openContainer(engine: Engine, place: Place, options: CallOptions): Promise<OpenPlace> {
  const details = await engine.containers.inspect(place.name, options);
  if (!details) throw new PlaceGone(place);
  const { State, HostConfig, Mounts } = details;
  const mounted = Mounts.filter(({ Type }) => Type === 'tmpfs').map(({ Destination }) => Destination);
  return {
    place,
    engine,
    container: details.Id,
    running: State.Running && !State.Paused,
    inMemory: ['/proc', '/sys', '/dev', ...mounted, ...Object.keys(HostConfig.Tmpfs ?? {})],
    inside: (path) => path,
    async [Symbol.asyncDispose]() {},
  };
}

async function openVolume(engine: Engine, place: Place, options: CallOptions): Promise<OpenPlace> {
  const [volume, containers] = await Promise.all([
    engine.volumes.inspect(place.name, options),
    engine.containers.list({}, options),
  ]);
  if (!volume) throw new PlaceGone(place);
  const users = containers.flatMap((container) =>
    volumeMounts(container)
      .filter(({ name }) => name === place.name)
      .map(({ at }) => ({ container, at })),
  );
  const running = users.find(({ container }) => container.State === 'running');
  if (!running) return openHelper(engine, place, users[0]?.container.ImageID, options);
  return {
    place,
    engine,
    container: running.container.Id,
    running: true,
    inMemory: [],
    inside: (path) => posix.join(running.at, path),
    async [Symbol.asyncDispose]() {},
  };
}

const helperLabel = 'dev.blockyard.helper=files';
const mountPoint = '/volume';
/** Seconds; whoever looks longer reads archives. */
const helperLife = 600;

/** A container that has the volume, of an image that is there; read-only, without a network, and gone afterwards. */
async function openHelper(
  engine: Engine,
  place: Place,
  image: string | undefined,
  options: CallOptions,
): Promise<OpenPlace> {
  await removeForgottenHelpers(engine, options);
  const usable = image ?? (await smallestImage(engine, options));
  if (!usable) throw new NoHelperImage(place);
  const [key = '', value = ''] = helperLabel.split('=');
  const container = await engine.containers.create(
    `blockyard-files-${randomBytes(4).toString('hex')}`,
    {
      Image: usable,
      User: '0',
      Entrypoint: ['sleep'],
      Cmd: [String(helperLife)],
      Labels: { [key]: value },
      HostConfig: { NetworkMode: 'none', Binds: [`${place.name}:${mountPoint}:ro`] },
    },
    // Without the caller's signal: what was asked for must be known, to be removed again.
  );
  // An image without `sleep` does not start; its archives can be read all the same.
  const running = await engine.containers.start(container, options).then(
    () => true,
    () => false,
  );
  return {
    place,
    engine,
    container,
    running,
    inMemory: [],
    inside: (path) => posix.join(mountPoint, path),
    // Not with the caller's signal: it goes whatever has happened.
    [Symbol.asyncDispose]: () => engine.containers.remove(container, { force: true, volumes: true }),
  };
}

/** Of a process that was killed before it could remove its own. */
async function removeForgottenHelpers(engine: Engine, options: CallOptions): Promise<void> {
  const helpers = await engine.containers.list({ labels: [helperLabel] }, options);
  const old = helpers.filter(({ Created }) => Date.now() / 1000 - Created > 2 * helperLife);
  await Promise.all(old.map(({ Id }) => engine.containers.remove(Id, { force: true, volumes: true })));
}

/** The smallest that may well have tools. */
async function smallestImage(engine: Engine, options: CallOptions): Promise<string | undefined> {
  const images = (await engine.images.list({}, options)).filter(({ RepoTags }) => RepoTags?.length);
  const bySize = images.toSorted((one, other) => one.Size - other.Size);
  return (bySize.find(({ Size }) => Size > 1_000_000) ?? bySize[0])?.Id;
}
