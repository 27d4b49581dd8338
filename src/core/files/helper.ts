import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { posix } from 'node:path';
import type { CallOptions, ContainerSummary, Engine } from '../engine/index.ts';
import type { Live } from '../live/index.ts';
import { isAlive } from '../processes/index.ts';
import { NoHelperImage } from './errors.ts';
import type { Place } from './files.ts';

/** A container that was made to look into a volume. */
interface Helper extends AsyncDisposable {
  container: string;
  running: boolean;
  inside(path: string): string;
}

/** Removes each that there is now; a process that ends in the middle leaves none behind. */
const helpers = new Set<() => Promise<void>>();

export async function removeHelpers(): Promise<void> {
  await Promise.allSettled([...helpers].map((remove) => remove()));
}

/**
 * Removes what killed processes left behind, on each engine as soon as it is there, until the signal aborts. What fails
 * here is told to nobody: the next look into a volume tries again.
 */
export async function sweepHelpers(
  live: Pick<Live, 'engine' | 'followEngine'>,
  signal: AbortSignal,
): Promise<void> {
  for await (const { state } of live.followEngine(signal)) {
    if (state !== 'connected') continue;
    await live
      .engine({ signal })
      .then((engine) => removeForgottenHelpers(engine, { signal }))
      .catch(() => {});
  }
}

const helperLabel = 'dev.blockyard.helper';
/** Who made it: machine and process. */
const makerLabel = 'dev.blockyard.process';
const mountPoint = '/volume';
/** Seconds; whoever looks longer reads archives. */
const helperLife = 600;
/** Seconds; nobody looks that long, and of a process of another machine nothing else tells that it is gone. */
const forgottenAfter = 3600;

/** A container that has the volume, of an image that is there; read-only, without a network, and gone afterwards. */
export async function openHelper(
  engine: Engine,
  place: Place,
  image: string | undefined,
  options: CallOptions,
): Promise<Helper> {
  await removeForgottenHelpers(engine, options);
  const usable = image ?? (await smallestImage(engine, options));
  if (!usable) throw new NoHelperImage(place);
  options.signal?.throwIfAborted();
  // Without the caller's signal: what was asked for must be known, to be removed again.
  const creating = engine.containers.create(`blockyard-files-${randomBytes(4).toString('hex')}`, {
    Image: usable,
    User: '0',
    Entrypoint: ['sleep'],
    Cmd: [String(helperLife)],
    Labels: { [helperLabel]: 'files', [makerLabel]: `${hostname()} ${process.pid}` },
    HostConfig: { NetworkMode: 'none', Binds: [`${place.name}:${mountPoint}:ro`] },
  });
  const remove = async () => {
    try {
      const id = await creating.catch(() => undefined);
      if (id) await engine.containers.remove(id, { force: true, volumes: true });
    } finally {
      // Only now: whoever ends the process waits for it.
      helpers.delete(remove);
    }
  };
  helpers.add(remove);
  creating.catch(remove);
  const container = await creating;
  // An image without `sleep` does not start; its archives can be read all the same.
  const running = await engine.containers.start(container, options).then(
    () => true,
    () => false,
  );
  return {
    container,
    running,
    inside: (path) => posix.join(mountPoint, path),
    // Not with the caller's signal: it goes whatever has happened.
    [Symbol.asyncDispose]: remove,
  };
}

/** Those of processes that were killed before they could remove their own. */
async function removeForgottenHelpers(engine: Engine, options: CallOptions): Promise<void> {
  const found = await engine.containers.list({ labels: [`${helperLabel}=files`] }, options);
  const forgotten = found.filter(isForgotten);
  await Promise.all(forgotten.map(({ Id }) => engine.containers.remove(Id, { force: true, volumes: true })));
}

function isForgotten({ Created, Labels }: ContainerSummary): boolean {
  const [machine, pid] = (Labels[makerLabel] ?? '').split(' ');
  if (machine === hostname() && !isAlive(Number(pid))) return true;
  return Date.now() / 1000 - Created > forgottenAfter;
}

/** The smallest that may well have tools. */
async function smallestImage(engine: Engine, options: CallOptions): Promise<string | undefined> {
  const images = (await engine.images.list({}, options)).filter(({ RepoTags }) => RepoTags?.length);
  const bySize = images.toSorted((one, other) => one.Size - other.Size);
  return (bySize.find(({ Size }) => Size > 1_000_000) ?? bySize[0])?.Id;
}
