import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCheckedFile } from '../compose/index.ts';
import { writeFileAtomically } from '../store/index.ts';
import { LockInvalid } from './errors.ts';
import type { LockedSource } from './git/source.ts';

export const lockFileName = 'blockyard.lock';

/** What a project's blocks were made from. */
export interface Lock {
  /** Git catalogues by name. */
  catalogues: Record<string, LockedSource>;
  /** Instance → `CATALOGUE/BLOCK@VERSION`, or `./FOLDER@VERSION`. */
  blocks: Record<string, string>;
}

const header = `# Written by Blockyard: which content of which catalogue this project's blocks come from.
# Commit it. \`blockyard catalogue update\` shows what is newer, and changes it.
`;

/** Undefined where there is none. @throws LockInvalid, or all that is wrong with it */
export async function readLock(projectFolder: string): Promise<Lock | undefined> {
  const file = join(projectFolder, lockFileName);
  if ((await lockText(projectFolder)) === undefined) return undefined;
  const { lockSchema } = await import('./lock-schema.ts');
  const { content } = await readCheckedFile({
    file,
    schema: lockSchema,
    noun: 'A lock',
    invalid: (message, details) => new LockInvalid(message, details),
  });
  const catalogues = Object.entries(content.catalogues ?? {}).map(([key, { ref, folder, ...rest }]) => [
    key,
    { ...rest, ...(ref !== undefined && { ref }), ...(folder !== undefined && { folder }) },
  ]);
  return { catalogues: Object.fromEntries(catalogues), blocks: content.blocks ?? {} };
}

export async function lockText(projectFolder: string): Promise<string | undefined> {
  return readFile(join(projectFolder, lockFileName), 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined;
    throw new LockInvalid(`${lockFileName} cannot be read.`, {
      cause: thrown,
      where: { file: join(projectFolder, lockFileName) },
    });
  });
}

/** Sorted, so that two people's locks differ only where they do. */
export async function printLock(lock: Lock): Promise<string> {
  const { stringify } = await import('yaml');
  const { blocks, catalogues } = lock;
  const document = {
    version: 1,
    ...(Object.keys(catalogues).length > 0 && { catalogues }),
    ...(Object.keys(blocks).length > 0 && { blocks }),
  };
  return `${header}${stringify(sorted(document, ['version', 'catalogues', 'blocks', 'url']), { lineWidth: 0 })}`;
}

/** Crash-safe; nothing is written when it says so already. */
export async function writeLock(projectFolder: string, lock: Lock): Promise<void> {
  const text = await printLock(lock);
  if (text === (await lockText(projectFolder))) return;
  await writeFileAtomically(join(projectFolder, lockFileName), text, { mode: 0o644 });
}

function sorted(value: unknown, first: string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const rank = (key: string) => (first.indexOf(key) + 1 || first.length + 1).toString().padStart(2);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (rank(one) + one < rank(other) + other ? -1 : 1))
      .map(([key, inside]) => [key, sorted(inside, [])]),
  );
}
