import { satisfies } from 'semver';
import { didYouMean } from '../compose/index.ts';
import { blocksOf, newestOfEachMajor } from './blocks-of.ts';
import { builtInCatalogue } from './built-in.ts';
import type { Catalogue, Catalogues, FoundBlock } from './catalogues.ts';
import { BlockNotFound } from './errors.ts';
import { findFolderBlock } from './folder-block.ts';
import { type BlockReference, parseBlockReference } from './reference.ts';

export interface CataloguesOptions {
  /** BLOCKYARD_HOME: the store's folder. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** Instead of the folder `resources` that comes with the installation. */
  resources?: string | undefined;
}

export function openCatalogues(options: CataloguesOptions): Catalogues {
  let builtIn: Promise<Catalogue> | undefined;

  const all = async (): Promise<Catalogue[]> => {
    builtIn ??= builtInCatalogue(options.resources);
    return [await builtIn];
  };

  return {
    all,
    find: async (text, projectFolder) => {
      const reference = parseBlockReference(text);
      if (reference.kind === 'folder') return findFolderBlock(reference.path, projectFolder);
      return findNamed(reference, text, await all());
    },
    list: async () => {
      const lists = await Promise.all((await all()).map(blocksOf));
      return lists.flatMap(newestOfEachMajor);
    },
  };
}

async function findNamed(
  reference: BlockReference & { kind: 'name' },
  text: string,
  catalogues: Catalogue[],
): Promise<FoundBlock> {
  const { catalogue, name, range } = reference;
  const meant = catalogues.filter((each) => catalogue === undefined || each.name === catalogue);
  if (meant.length === 0) throw noCatalogue(catalogue ?? '', catalogues);
  const others: FoundBlock[] = [];
  for (const each of meant) {
    const blocks = await blocksOf(each);
    const fitting = blocks.find((block) => block.name === name && satisfies(block.version, range));
    if (fitting) return fitting;
    others.push(...blocks);
  }
  throw notFound(text, name, others);
}

function noCatalogue(name: string, catalogues: Catalogue[]): BlockNotFound {
  const names = catalogues.map((each) => each.name);
  return new BlockNotFound(
    `There is no catalogue ${name} here.`,
    didYouMean(name, names) ??
      `There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}. A team's catalogues come with \`blockyard join\`.`,
  );
}

function notFound(text: string, name: string, blocks: FoundBlock[]): BlockNotFound {
  const versions = blocks.filter((block) => block.name === name).map((block) => block.version);
  if (versions.length > 0)
    return new BlockNotFound(`No version of ${name} fits ${text}.`, `There is: ${versions.join(', ')}.`);
  const names = [...new Set(blocks.map((block) => block.name))];
  return new BlockNotFound(
    `There is no block ${name}.`,
    didYouMean(name, names) ?? 'See `blockyard catalogue list` for those there are.',
  );
}
