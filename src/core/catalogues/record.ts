import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { Drift, UsedBlock } from './catalogues.ts';
import { type Lock, writeLock } from './lock.ts';
import type { Source } from './sources.ts';

/** See {@link Catalogues.record}. */
export async function record(
  projectFolder: string,
  instances: Readonly<Record<string, UsedBlock>>,
  before: Lock | undefined,
  sources: readonly Source[],
): Promise<Drift[]> {
  const drifts: Drift[] = [];
  const blocks: Record<string, string> = {};
  const catalogues: Lock['catalogues'] = {};
  for (const [instance, block] of Object.entries(instances)) {
    const used = await lockEntry(projectFolder, block);
    const locked = before?.blocks[instance];
    // Another block is a change of the stack file, another version of the same one is not.
    const drifted = locked !== undefined && locked !== used && blockOf(locked) === blockOf(used);
    const edited = block.catalogue === undefined;
    if (drifted && !edited) drifts.push({ instance, locked, used });
    blocks[instance] = drifted && !edited ? locked : used;
    const source = sources.find(({ name }) => name === block.catalogue);
    if (source?.locked) catalogues[source.name] = source.locked;
  }
  const lock = { catalogues, blocks };
  if (before || Object.keys(instances).length > 0) await writeLock(projectFolder, lock).catch(unlessReadOnly);
  return drifts;
}

/** What the lock says of these instances when nothing was locked before. */
export async function lockEntries(
  projectFolder: string,
  instances: Readonly<Record<string, UsedBlock>>,
): Promise<Lock['blocks']> {
  const entries = Object.entries(instances).map(async ([name, block]) => [
    name,
    await lockEntry(projectFolder, block),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** How the lock calls a block: `acme/postgres@1.2.3`, `./blocks/mine@0.1.0`. */
async function lockEntry(projectFolder: string, block: UsedBlock): Promise<string> {
  const { catalogue, folder, name, version } = block;
  if (catalogue !== undefined) return `${catalogue}/${name}@${version}`;
  const [root, real] = await Promise.all([realpath(projectFolder), realpath(folder)]);
  return `./${relative(root, real).split(sep).join('/')}@${version}`;
}

function blockOf(entry: string): string {
  return entry.slice(0, entry.lastIndexOf('@'));
}

/** A project that cannot be written to can be run all the same. */
function unlessReadOnly(thrown: NodeJS.ErrnoException): void {
  if (thrown.code !== 'EROFS' && thrown.code !== 'EACCES' && thrown.code !== 'EPERM') throw thrown;
}
