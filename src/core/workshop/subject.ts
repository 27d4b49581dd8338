import { dirname } from 'node:path';
import { stringify } from 'yaml';
import type { PlacedBlock } from '../blocks/index.ts';
import { type Catalogues, newestBlocks, parseBlockReference } from '../catalogues/index.ts';

/** How a project that is there for one block alone refers to it. */
const reference = './block';

/** The stack file of such a project. The instance is called as the block is: messages name its services. */
export function stackFileFor(
  { definition }: PlacedBlock,
  project: string,
  values: Readonly<Record<string, unknown>>,
  publish: Readonly<Record<string, number>> = {},
): string {
  const use = { block: reference, with: values, publish };
  return stringify({ name: project, blocks: { [definition.block]: use } });
}

/** Finds the block itself wherever it lies, and for those that it uses the ones beside it before those of catalogues. */
export function cataloguesFor({ definition, folder }: PlacedBlock, catalogues: Catalogues): Catalogues {
  const found = (name: string, version: string, at: string) => ({
    name,
    version,
    folder: at,
    catalogue: { kind: 'folder' as const },
  });
  return {
    ...catalogues,
    find: async (text, projectFolder) => {
      if (text === reference) return found(definition.block, definition.version, folder);
      const parsed = parseBlockReference(text);
      if (parsed.kind === 'name') {
        const beside = await newestBlocks({ name: 'beside', kind: 'built-in', folder: dirname(folder) });
        const fitting = beside.find(({ name }) => name === parsed.name);
        if (fitting) return found(fitting.name, fitting.version, fitting.folder);
      }
      return catalogues.find(text, projectFolder);
    },
  };
}
