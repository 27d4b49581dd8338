import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readBlockHead } from './block-head.ts';
import type { Catalogue, FoundBlock } from './catalogues.ts';

/** Folders of catalogues, with when they last got or lost a block. What lies in one changes by updates alone. */
const known = new Map<string, { changed: number; blocks: FoundBlock[] }>();

/** All blocks of a catalogue, by name, the newest first. */
export async function blocksOf(catalogue: Catalogue): Promise<FoundBlock[]> {
  const key = `${catalogue.name} ${catalogue.folder}`;
  const changed = (await stat(catalogue.folder).catch(() => undefined))?.mtimeMs ?? 0;
  const before = known.get(key);
  if (before?.changed === changed) return before.blocks;
  const blocks = await readBlocks(catalogue);
  known.set(key, { changed, blocks });
  return blocks;
}

async function readBlocks(catalogue: Catalogue): Promise<FoundBlock[]> {
  const entries = await readdir(catalogue.folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(async ({ name }): Promise<FoundBlock | undefined> => {
        const folder = join(catalogue.folder, name);
        const head = await readBlockHead(folder);
        return head && { ...head, folder, catalogue };
      }),
  );
  const { compare } = await import('semver');
  return found
    .filter((block) => block !== undefined)
    .sort((one, other) =>
      one.name === other.name ? compare(other.version, one.version) : one.name < other.name ? -1 : 1,
    );
}

/** Of each name the newest of each major version, by name. */
export async function newestBlocks(catalogue: Catalogue): Promise<FoundBlock[]> {
  return newestOfEachMajor(await blocksOf(catalogue));
}

/** Of each name the newest of each major version; they must come newest first. */
function newestOfEachMajor(blocks: FoundBlock[]): FoundBlock[] {
  const seen = new Set<string>();
  return blocks.filter(({ name, version }) => {
    const key = `${name}@${version.split('.')[0]}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
