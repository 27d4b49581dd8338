import { builtInName, type UsedBlock } from '../catalogues/index.ts';
import type { BlockInstance } from './stack-project.ts';

/** What the lock of a project is told: the block of each instance. */
export function usedBlocks(instances: readonly BlockInstance[]): Record<string, UsedBlock> {
  return Object.fromEntries(instances.map((instance) => [instance.name, usedBlock(instance)]));
}

function usedBlock({ block: { definition, folder, origin } }: BlockInstance): UsedBlock {
  const block = { name: definition.block, version: definition.version, folder };
  switch (origin.kind) {
    case 'built-in':
      return { ...block, catalogue: builtInName };
    case 'catalogue':
      return { ...block, catalogue: origin.name };
    case 'folder':
      return block;
  }
}
