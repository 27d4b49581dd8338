import { access, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BlockyardError } from '../../shared/index.ts';
import { blockFileName } from '../blocks/index.ts';
import type { Catalogues } from '../catalogues/index.ts';

/** A path that was to lead to a block leads to none. */
export class NoBlockHere extends BlockyardError {
  constructor(path: string, remedy: string) {
    super('block-not-found', `There is no block in ${path}.`, { remedy });
  }
}

/**
 * The folders of the blocks that paths name: a block's folder, its block.yaml, or a folder that holds blocks.
 * @throws {NoBlockHere}
 */
export async function findBlockFolders(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(foldersAt));
  return [...new Set(found.flat())];
}

/**
 * The same, where a word may also be the name of a block in a catalogue: `postgres`, `acme/postgres@1`.
 * @throws {NoBlockHere}, or BlockNotFound with the nearest names
 */
export async function blockFoldersOf(
  words: readonly string[],
  catalogues: Catalogues,
  projectFolder: string,
): Promise<string[]> {
  const found: string[] = [];
  for (const word of words) {
    const isPath = /^[./~]|^[A-Za-z]:[\\/]|\.ya?ml$/.test(word) || (await isThere(resolve(word)));
    if (isPath) found.push(...(await foldersAt(word)));
    else found.push((await catalogues.find(word, projectFolder)).folder);
  }
  return [...new Set(found)];
}

async function foldersAt(path: string): Promise<string[]> {
  const folder = resolve(path.endsWith(blockFileName) ? join(path, '..') : path);
  if (await isThere(join(folder, blockFileName))) return [folder];
  const facts = await stat(folder).catch(() => undefined);
  if (!facts?.isDirectory())
    throw new NoBlockHere(path, `There is no such folder. \`blockyard block new\` makes a block.`);
  const entries = await readdir(folder, { withFileTypes: true });
  const inside = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  const blocks = await Promise.all(inside.map((one) => isThere(join(one, blockFileName))));
  const found = inside.filter((_, index) => blocks[index]).toSorted();
  if (found.length === 0)
    throw new NoBlockHere(
      path,
      `A block is a folder with a ${blockFileName}. \`blockyard block new\` makes one.`,
    );
  return found;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
