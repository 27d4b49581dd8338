import type { CallOptions } from '../engine/index.ts';
import type { OpenPlace } from './open-place.ts';

/** Where in the container a path leads in the end, as the engine sees it; undefined where there is nothing. */
export async function resolveLink(
  { engine, container, inside }: OpenPlace,
  path: string,
  options: CallOptions,
): Promise<{ path: string; directory: boolean; size: number } | undefined> {
  const at = inside(path);
  const found = await engine.containers.statPath(container, at, options);
  if (found?.linkTarget === undefined) return found && { ...found, path: at };
  const target = await engine.containers.statPath(container, found.linkTarget, options);
  return target && { ...target, path: found.linkTarget };
}
