import { type BlockyardError, toBlockyardError } from '../../shared/index.ts';
import { didYouMean } from '../compose/index.ts';
import { blocksOf, newestBlocks } from './blocks-of.ts';
import type { Catalogue, Catalogues, FoundBlock } from './catalogues.ts';
import { BlockNotFound } from './errors.ts';
import { findFolderBlock, ownBlocks } from './folder-block.ts';
import { CatalogueCache } from './git/cache.ts';
import { readTeam } from './joined-team.ts';
import { type Lock, readLock } from './lock.ts';
import { record } from './record.ts';
import { type BlockReference, parseBlockReference } from './reference.ts';
import { type Source, sourcesOf } from './sources.ts';

export interface CataloguesOptions {
  /** BLOCKYARD_HOME: the store's folder. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** Instead of the folder `resources` that comes with the installation. */
  resources?: string | undefined;
  /** Instead of what lies in the project: for plans. Nothing is recorded then. */
  lock?: Lock | undefined;
}

export function openCatalogues(options: CataloguesOptions): Catalogues {
  const cache = new CatalogueCache(options.folder, options.environment);
  const team = () => readTeam(options.folder);

  const known = async (projectFolder?: string) => {
    const lock = options.lock ?? (projectFolder === undefined ? undefined : await readLock(projectFolder));
    const sources = sourcesOf({ cache, resources: options.resources, lock, team: await team() });
    return { lock, sources };
  };

  const all: Catalogues['all'] = async (projectFolder, tell) => {
    const { sources } = await known(projectFolder);
    return await openThose(sources, tell);
  };

  return {
    all,
    find: async (text, projectFolder) => {
      const reference = parseBlockReference(text);
      if (reference.kind === 'folder') return findFolderBlock(reference.path, projectFolder);
      const { lock, sources } = await known(projectFolder);
      return findNamed(reference, text, preferred(sources, reference, lock));
    },
    list: async (projectFolder, tell) => {
      const lists = await Promise.all((await all(projectFolder, tell)).map(newestBlocks));
      const own = projectFolder === undefined ? [] : await ownBlocks(projectFolder);
      return [...own, ...lists.flat()];
    },
    record: async (projectFolder, instances) => {
      if (options.lock) return [];
      const { lock, sources } = await known(projectFolder);
      return record(projectFolder, instances, lock, sources);
    },
    team,
  };
}

async function openThose(
  sources: readonly Source[],
  tell?: (problem: BlockyardError) => void,
): Promise<Catalogue[]> {
  const opened = await Promise.all(
    sources.map((source) =>
      source.open().catch((thrown) => {
        tell?.(toBlockyardError(thrown));
        return undefined;
      }),
    ),
  );
  return opened.filter((catalogue) => catalogue !== undefined);
}

/** A bare name stays with the catalogue that the lock says, also when the team brings one of that name later. */
function preferred(
  sources: readonly Source[],
  { catalogue, name }: BlockReference & { kind: 'name' },
  lock: Lock | undefined,
): Source[] {
  if (catalogue !== undefined) {
    const meant = sources.filter((source) => source.name === catalogue);
    if (meant.length === 0) throw noCatalogue(catalogue, sources);
    return meant;
  }
  const locked = Object.values(lock?.blocks ?? {}).map((entry) => /^([a-z0-9-]+)\/([a-z0-9-]+)@/.exec(entry));
  const before = locked.find((match) => match?.[2] === name)?.[1];
  return [
    ...sources.filter((source) => source.name === before),
    ...sources.filter((source) => source.name !== before),
  ];
}

async function findNamed(
  { name, range }: BlockReference & { kind: 'name' },
  text: string,
  sources: readonly Source[],
): Promise<FoundBlock> {
  const { satisfies } = await import('semver');
  const others: FoundBlock[] = [];
  for (const source of sources) {
    const blocks = await blocksOf(await source.open());
    const fitting = blocks.find((block) => block.name === name && satisfies(block.version, range));
    if (fitting) return fitting;
    others.push(...blocks);
  }
  throw notFound(text, name, others);
}

function noCatalogue(name: string, sources: readonly Source[]): BlockNotFound {
  const names = sources.map((each) => each.name);
  const [only] = names;
  const there =
    names.length === 1 ? `There is only ${only}, which is shipped.` : `There are: ${names.join(', ')}.`;
  return new BlockNotFound(
    `There is no catalogue ${name} here.`,
    didYouMean(name, names) ?? `${there} A team’s catalogues come with \`blockyard join URL\`.`,
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
