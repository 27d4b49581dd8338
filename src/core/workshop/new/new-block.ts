import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { BlockyardError } from '../../../shared/index.ts';
import { blockFileName } from '../../blocks/index.ts';
import { shippedFolder } from '../../catalogues/index.ts';
import { writeFileAtomically } from '../../store/index.ts';
import { CannotMakeBlock } from './errors.ts';

/** The name that stands in the sample for that of the block to be made, in its three forms. */
const sample = { name: 'my-block', title: 'My block', variable: 'MY_BLOCK' };

export interface NewBlock {
  folder: string;
  files: string[];
}

/**
 * Writes a small block that works, with comments that teach, into a folder of its name.
 * @param path the block's name, or a path whose last part is it
 * @throws {CannotMakeBlock} when the name cannot be one, or something is there already
 */
export async function newBlock(path: string, inFolder = '.'): Promise<NewBlock> {
  const folder = resolve(inFolder, path);
  const name = basename(folder);
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(name))
    throw new CannotMakeBlock(
      `"${name}" cannot be the name of a block.`,
      'Lower-case letters, digits and hyphens, a letter first: it becomes part of names on the engine.',
    );
  const there: string[] = await readdir(folder).catch(() => []);
  if (there.length > 0)
    throw new CannotMakeBlock(
      `${folder} is there already, and not empty.`,
      there.includes(blockFileName)
        ? 'Take another name, or edit the block that is there.'
        : 'Take another name.',
    );
  const from = await shippedFolder('new-block');
  if (from === undefined)
    throw new BlockyardError('internal', 'The sample of a block did not come with this installation.', {
      remedy: 'Install Blockyard anew.',
    });
  const files = (await readdir(from)).toSorted();
  await mkdir(folder, { recursive: true });
  for (const file of files) {
    const text = renamed(await readFile(join(from, file), 'utf8'), name);
    await writeFileAtomically(join(folder, file), text, { mode: 0o644 });
  }
  return { folder, files };
}

function renamed(text: string, name: string): string {
  const words = name.replaceAll('-', ' ');
  return text
    .replaceAll(sample.name, name)
    .replaceAll(sample.title, words.charAt(0).toUpperCase() + words.slice(1))
    .replaceAll(sample.variable, name.toUpperCase().replaceAll('-', '_'));
}
