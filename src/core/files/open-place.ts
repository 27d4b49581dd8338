import { posix } from 'node:path';
import type { CallOptions, Engine } from '../engine/index.ts';
import { PlaceGone } from './errors.ts';
import type { Place } from './files.ts';
import { openHelper } from './helper.ts';
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
  if (!running) {
    const helper = await openHelper(engine, place, users[0]?.container.ImageID, options);
    return { place, engine, inMemory: [], ...helper };
  }
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
