import { join } from 'node:path';
import { BlockyardError, type ErrorDetails } from '../../../shared/index.ts';
import { type CheckedFile, readCheckedFile } from '../../compose/index.ts';
import type { Block, BlockOrigin } from '../stack-project.ts';
import { type BlockFile, blockFile } from './block-file.ts';

/** A `block.yaml` says something that a block cannot. */
export class BlockInvalid extends BlockyardError {
  constructor(message: string, details?: ErrorDetails) {
    super('block-invalid', message, details);
  }
}

/** A block with the places of all that its file says. */
export interface PlacedBlock extends Block {
  places: Omit<CheckedFile<BlockFile>, 'content'>;
}

export const blockFileName = 'block.yaml';

/**
 * Reads the block in a folder.
 * @throws {BlockInvalid}, or {@link ManyErrors}: all that is wrong, each at its file:line:column
 */
export async function readBlock(folder: string, origin: BlockOrigin): Promise<PlacedBlock> {
  const file = join(folder, blockFileName);
  const { content, ...places } = await readCheckedFile({
    file,
    schema: blockFile,
    noun: 'A block',
    invalid: (message, details) => new BlockInvalid(message, details),
  });
  return { definition: content, folder, file, origin, places };
}
