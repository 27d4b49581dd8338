import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { BlockInstance, StackProject } from '../../blocks/index.ts';
import { findRunning, type Stack } from '../../stack/index.ts';
import { DoesNotHold } from './report.ts';

/** A volume of the block where a service mounts it. */
export interface MountedVolume {
  service: string;
  volume: string;
  path: string;
}

export function volumesOf(project: StackProject, { services, volumes }: BlockInstance): MountedVolume[] {
  return volumes.flatMap((volume) => {
    for (const service of services) {
      const mounts = project.config.services[service]?.volumes ?? [];
      const mount = mounts.find(({ type, source }) => type === 'volume' && source === volume);
      if (mount) return [{ service, volume, path: mount.target }];
    }
    return [];
  });
}

const marker = '.blockyard-block-test';

/** Leaves a mark in each volume, to be looked for when its containers were made anew. */
export async function markVolumes(
  stack: Stack,
  volumes: readonly MountedVolume[],
  signal: AbortSignal,
): Promise<void> {
  const { pack } = await import('tar-stream');
  for (const { service, path } of volumes) {
    const archive = pack();
    archive.entry({ name: marker }, 'Left by `blockyard block test`.\n');
    archive.finalize();
    const { id } = await findRunning(stack.parts, service, { signal });
    await stack.parts.engine.containers.writeArchive(id, path, await buffer(archive), { signal });
  }
}

/** @throws {DoesNotHold} where a volume came back without its mark */
export async function requireMarks(
  stack: Stack,
  volumes: readonly MountedVolume[],
  signal: AbortSignal,
): Promise<void> {
  for (const { service, volume, path } of volumes) {
    const { id } = await findRunning(stack.parts, service, { signal });
    const found = await stack.parts.engine.containers.statPath(id, posix.join(path, marker), { signal });
    if (!found)
      throw new DoesNotHold(
        `What lay in ${path} was gone with the container: volume ${volume} does not hold it.`,
        'Something mounts over that path: compare it with what the image declares.',
      );
  }
}
