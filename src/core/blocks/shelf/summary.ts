import { readFile, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { BlockSummary } from '../../../shared/contract/index.ts';
import { type BlockyardError, toBlockyardError } from '../../../shared/index.ts';
import type { Catalogues, FoundBlock } from '../../catalogues/index.ts';
import { readBlock } from '../format/read-block.ts';
import type { Block, BlockOrigin } from '../stack-project.ts';
import { type BlockWords, readWords } from './words.ts';

/** The largest icon that is shown. */
const largestIcon = 32 * 1024;

const summaries = new Map<string, { stamp: string; summary: BlockSummary }>();

/** All blocks of all catalogues, by title. What cannot be had is told. */
export async function listBlocks(
  catalogues: Catalogues,
  projectFolder: string | undefined,
  tell?: (problem: BlockyardError) => void,
): Promise<BlockSummary[]> {
  const found = await catalogues.list(projectFolder, tell);
  const all = await Promise.all(found.map(summaryOfFound));
  return all.sort((one, other) => one.title.localeCompare(other.title, 'en'));
}

/** One that cannot be read is there, with its problem; the whole file is checked when its details are asked for. */
export async function summaryOfFound(found: FoundBlock): Promise<BlockSummary> {
  const { mtimeMs, size } = await stat(join(found.folder, 'block.yaml'));
  const stamp = `${mtimeMs} ${size}`;
  const key = `${referenceTo(found)} ${found.folder}`;
  const known = summaries.get(key);
  if (known?.stamp === stamp) return known.summary;
  const made = await readSummary(found);
  summaries.set(key, { stamp, summary: made });
  return made;
}

async function readSummary(found: FoundBlock): Promise<BlockSummary> {
  const reference = referenceTo(found);
  const origin = originOf(found);
  try {
    const words = readWords(await readFile(join(found.folder, 'block.yaml'), 'utf8'));
    if (words) return await summaryOfWords(found, words);
    return await summaryOf(await readBlock(found.folder, origin), reference);
  } catch (thrown) {
    const { name, version } = found;
    const problem = toBlockyardError(thrown).toJSON();
    const words = { title: name, description: problem.message, owner: '' };
    return { reference, name, version, ...words, tags: [], origin, bindings: [], problem };
  }
}

/** A block as views show it. `reference` is how a stack file calls it. */
export async function summaryOf(block: Block, reference: string): Promise<BlockSummary> {
  const { definition, folder, origin } = block;
  const { bindings = {}, block: name, version } = definition;
  const identity = { reference, name, version, origin };
  return await summary(identity, { ...definition, bindings: Object.keys(bindings) }, folder);
}

async function summaryOfWords(found: FoundBlock, words: BlockWords): Promise<BlockSummary> {
  const { folder, name, version } = found;
  return await summary(
    { reference: referenceTo(found), name, version, origin: originOf(found) },
    words,
    folder,
  );
}

async function summary(
  identity: Pick<BlockSummary, 'reference' | 'name' | 'version' | 'origin'>,
  { bindings, description, icon, owner, tags = [], title }: BlockWords,
  folder: string,
): Promise<BlockSummary> {
  const picture = await iconIn(folder, icon);
  return {
    ...{ ...identity, title, description, tags, bindings, owner: owner.name },
    ...(picture !== undefined && { icon: picture }),
  };
}

/** `postgres@1`, `./blocks/mine`; with the catalogue's name where it is not a shipped one. Before 1.0 any minor may break. */
export function referenceTo({ catalogue, name, version }: FoundBlock): string {
  if (catalogue.kind === 'folder' && catalogue.path !== undefined) return catalogue.path;
  const [major = '', minor = ''] = version.split('.');
  const short = `${name}@${major === '0' ? `0.${minor}` : major}`;
  return catalogue.kind === 'git' ? `${catalogue.name}/${short}` : short;
}

export function originOf({ catalogue }: FoundBlock): BlockOrigin {
  switch (catalogue.kind) {
    case 'built-in':
      return { kind: 'built-in' };
    case 'folder':
      return { kind: 'folder' };
    case 'git': {
      const { commit = '', hash = '', name, url = '' } = catalogue;
      return { kind: 'catalogue', name, url, commit, hash };
    }
  }
}

/** Nothing but a file of the block's own folder, as an address that a page shows as a picture. */
async function iconIn(folder: string, icon: string | undefined): Promise<string | undefined> {
  if (icon === undefined) return undefined;
  const file = resolve(folder, icon);
  if (!file.startsWith(folder + sep) || !file.endsWith('.svg')) return undefined;
  const stats = await stat(file).catch(() => undefined);
  if (!stats?.isFile() || stats.size > largestIcon) return undefined;
  return `data:image/svg+xml;base64,${(await readFile(file)).toString('base64')}`;
}
