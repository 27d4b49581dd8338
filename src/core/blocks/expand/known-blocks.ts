import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blockFileName, type PlacedBlock, readBlock } from '../format/read-block.ts';
import type { BlockOrigin } from '../stack-project.ts';

/** So many are kept: a core shows few stacks at once. */
const most = 300;

const known = new Map<string, { signature: string; block: PlacedBlock }>();

/** The block in a folder, read anew only when its file is another one: views load their stack again and again. */
export async function readKnownBlock(folder: string, origin: BlockOrigin): Promise<PlacedBlock> {
  const signature = await signatureOf(join(folder, blockFileName));
  const there = known.get(folder);
  if (there && there.signature === signature) return { ...there.block, origin };
  const block = await readBlock(folder, origin);
  // One that was written while it was read is read again the next time.
  if (signature !== undefined && signature === (await signatureOf(block.file))) {
    if (known.size >= most) known.clear();
    known.set(folder, { signature, block });
  }
  return block;
}

async function signatureOf(file: string): Promise<string | undefined> {
  const facts = await stat(file, { bigint: true }).catch(() => undefined);
  return facts && `${facts.mtimeNs} ${facts.ctimeNs} ${facts.size} ${facts.ino}`;
}
