import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import type { CallOptions, Engine } from '../engine/index.ts';
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

const helperLabel = 'dev.blockyard.helper=files';
const mountPoint = '/volume';
/** Seconds; whoever looks longer reads archives. */
const helperLife = 600;
/** Seconds; nobody looks that long. */
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
  const [key = '', value = ''] = helperLabel.split('=');
  options.signal?.throwIfAborted();
  // Without the caller's signal: what was asked for must be known, to be removed again.
  const creating = engine.containers.create(`blockyard-files-${randomBytes(4).toString('hex')}`, {
    Image: usable,
    User: '0',
    Entrypoint: ['sleep'],
    Cmd: [String(helperLife)],
    Labels: { [key]: value },
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

/** Of a process that was killed before it could remove its own. */
async function removeForgottenHelpers(engine: Engine, options: CallOptions): Promise<void> {
  const found = await engine.containers.list({ labels: [helperLabel] }, options);
  const old = found.filter(({ Created }) => Date.now() / 1000 - Created > forgottenAfter);
  await Promise.all(old.map(({ Id }) => engine.containers.remove(Id, { force: true, volumes: true })));
}

/** The smallest that may well have tools. */
async function smallestImage(engine: Engine, options: CallOptions): Promise<string | undefined> {
  const images = (await engine.images.list({}, options)).filter(({ RepoTags }) => RepoTags?.length);
  const bySize = images.toSorted((one, other) => one.Size - other.Size);
  return (bySize.find(({ Size }) => Size > 1_000_000) ?? bySize[0])?.Id;
}
