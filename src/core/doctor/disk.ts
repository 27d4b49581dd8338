import { statfs } from 'node:fs/promises';
import type { Engine } from '../engine/index.ts';
import { gigabytes } from './engines.ts';
import type { Finding } from './finding.ts';

const scarce = 5e9;
const nothing = 1e9;

/** Free space where a folder lies; undefined when the folder is not on this machine. */
export async function checkFreeSpace(what: string, folder: string): Promise<Finding | undefined> {
  let free: number;
  try {
    const { bavail, bsize } = await statfs(folder);
    free = bavail * bsize;
  } catch {
    return undefined;
  }
  const sentence = `${gigabytes(free)} are free for ${what} (${folder}).`;
  if (free >= scarce) return { level: 'ok', topic: 'disk', what: sentence };
  return {
    level: free < nothing ? 'error' : 'warning',
    topic: 'disk',
    what: sentence,
    remedy:
      'Make room: `docker system df` shows what the engine keeps, `docker builder prune` empties the build cache.',
  };
}

export async function checkEngineSpace(engine: Engine, signal: AbortSignal | undefined): Promise<Finding> {
  const usage = await engine.diskUsage({ signal });
  return {
    level: 'ok',
    topic: 'disk',
    what:
      `The engine keeps ${gigabytes(usage.images)} of images, ${gigabytes(usage.volumes)} of volumes, ` +
      `${gigabytes(usage.containers)} of containers, ${gigabytes(usage.buildCache)} of build cache.`,
  };
}
