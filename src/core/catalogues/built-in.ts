import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Catalogue } from './catalogues.ts';
import { CatalogueMissing } from './errors.ts';

export const builtInName = 'blockyard';

/** The shipped blocks. `resources` stands for the folder that comes with the installation. */
export async function builtInCatalogue(resources?: string): Promise<Catalogue> {
  const folder = resources === undefined ? await shippedFolder('blocks') : join(resources, 'blocks');
  if (folder === undefined) throw new CatalogueMissing();
  return { name: builtInName, kind: 'built-in', folder };
}

/**
 * A folder of `resources`: in the packaged app's own resources, or else below a folder above this file (beside `out`
 * in the npm package and in the repository).
 */
export async function shippedFolder(name: string): Promise<string | undefined> {
  const { resourcesPath } = process as { resourcesPath?: string };
  const roots = resourcesPath === undefined ? [] : [resourcesPath];
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    roots.push(join(folder, 'resources'));
    if (folder === dirname(folder)) break;
  }
  for (const root of roots) if (await isThere(join(root, name))) return join(root, name);
  return undefined;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
