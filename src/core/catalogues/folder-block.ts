import { readdir, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { readBlockHead } from './block-head.ts';
import type { FoundBlock } from './catalogues.ts';
import { BlockNotFound } from './errors.ts';

/** A block in a folder of the project itself: never outside of it, by no symlink either. */
export async function findFolderBlock(path: string, projectFolder: string): Promise<FoundBlock> {
  const folder = resolve(projectFolder, path.replaceAll('\\', '/'));
  const file = join(folder, 'block.yaml');
  const [root, real] = await Promise.all([realpath(projectFolder), realpath(file).catch(() => undefined)]);
  if (real === undefined)
    throw new BlockNotFound(
      `There is no block in ${path}.`,
      `Make one with \`blockyard block new ${path}\`, or correct the path: it starts from ${projectFolder}.`,
    );
  if (!isInside(root, real))
    throw new BlockNotFound(
      `${path} leads out of the project.`,
      'Move the block into the project, or take it from a catalogue.',
    );
  const head = await readBlockHead(folder);
  if (!head) throw new BlockNotFound(`${path} holds no block.yaml that is a file.`, 'Make it one.');
  return { ...head, folder, catalogue: { kind: 'folder', path } };
}

/** Those in the project's folder `blocks`, where `block new` is told to make them. */
export async function ownBlocks(projectFolder: string): Promise<FoundBlock[]> {
  const entries = await readdir(join(projectFolder, 'blocks'), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => findFolderBlock(`./blocks/${name}`, projectFolder).catch(() => undefined)),
  );
  return found.filter((block) => block !== undefined);
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(root, way) === path;
}
