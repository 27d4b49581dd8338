import { type ContainerSummary, type Engine, EngineRefusedError } from '../engine/index.ts';
import type { CleanUpKind } from './clean-up.ts';

/** What became of an item: it went, or there was a reason to leave it. */
export type Outcome = { kind: 'removed' } | { kind: 'left'; reason: string };

const removed: Outcome = { kind: 'removed' };
const left = (reason: string): Outcome => ({ kind: 'left', reason });
const gone = left('is gone already');

/**
 * Removes one item, after a last look whether it is still what was planned. Without force: what is taken into use
 * between that look and the removal is refused by the engine itself.
 */
export async function removeItem(
  engine: Engine,
  kind: Exclude<CleanUpKind, 'build-cache'>,
  id: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    switch (kind) {
      case 'stopped-containers':
        return await removeContainer(engine, id, signal);
      case 'dangling-images':
      case 'unused-images':
        return await removeImage(engine, id, names, signal);
      case 'unused-volumes':
        return await removeVolume(engine, id, signal);
    }
  } catch (thrown) {
    if (thrown instanceof EngineRefusedError) return left(`the engine would not: ${thrown.reason}`);
    throw thrown;
  }
}

async function removeContainer(engine: Engine, id: string, signal: AbortSignal): Promise<Outcome> {
  const container = await engine.containers.inspect(id, { signal });
  if (!container) return gone;
  if (container.State.Running || container.State.Restarting) return left('runs again');
  await engine.containers.remove(id, { signal });
  return removed;
}

async function removeImage(
  engine: Engine,
  id: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Outcome> {
  const [image, containers] = await Promise.all([
    engine.images.inspect(id, { signal }),
    engine.containers.list({}, { signal }),
  ]);
  if (!image) return gone;
  const user = containers.find(({ ImageID }) => ImageID === id);
  if (user) return left(`${nameOf(user)} uses it now`);
  const unplanned = (image.RepoTags ?? []).find((name) => name !== '<none>:<none>' && !names.includes(name));
  if (unplanned) return left(`is called ${unplanned} now`);
  // By its names, since an image with several is not removed by its id; the last one takes it along.
  for (const reference of names.length > 0 ? names : [id]) await engine.images.remove(reference, { signal });
  return removed;
}

async function removeVolume(engine: Engine, id: string, signal: AbortSignal): Promise<Outcome> {
  const [name = '', createdAt] = id.split('@');
  const volume = await engine.volumes.inspect(name, { signal });
  if (!volume) return gone;
  const made = Date.parse((volume as { CreatedAt?: string }).CreatedAt ?? '');
  if (createdAt !== '' && made > 0 && made !== Number(createdAt)) return left('was made anew');
  await engine.volumes.remove(name, { signal });
  return removed;
}

function nameOf({ Names, Id }: ContainerSummary): string {
  return (Names[0] ?? Id).replace(/^\//, '');
}
