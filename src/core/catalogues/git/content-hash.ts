import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ListedFile } from './listing.ts';

/** What lies in the folder is not what the listing says; `path` is where. */
export class NotAsListed extends Error {
  constructor(path: string) {
    super(`${path} is not as it was.`);
  }
}

/** A symlink that leads out of the folder, or nowhere. */
export class LeadsOut extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`${path} is a symlink that leads out of the repository, or nowhere.`);
    this.path = path;
  }
}

/**
 * A hash of all paths, modes and bytes of a folder that was listed: the same on every system, so modes are the listing's.
 * @throws NotAsListed, LeadsOut
 */
export async function contentHash(root: string, files: readonly ListedFile[]): Promise<string> {
  const hash = createHash('sha256');
  const real = await realpath(root);
  await requireNothingElse(root, files);
  for (const { path, mode } of files) {
    const bytes = await read(root, real, path, mode);
    hash.update(`${mode} ${path}\0${bytes.length}\0`).update(bytes);
  }
  return `sha256-${hash.digest('hex')}`;
}

async function read(root: string, real: string, path: string, mode: ListedFile['mode']): Promise<Buffer> {
  const file = join(root, path);
  const stats = await lstat(file).catch(() => undefined);
  const windows = process.platform === 'win32';
  if (mode === '120000') {
    // Windows gives symlinks to few: git writes a file with the target in it.
    if (windows && stats?.isFile()) return await readFile(file);
    if (!stats?.isSymbolicLink()) throw new NotAsListed(path);
    const target = await realpath(file).catch(() => undefined);
    const way = target === undefined ? '..' : relative(real, target);
    if (way === '..' || way.startsWith(`..${sep}`)) throw new LeadsOut(path);
    return Buffer.from(await readlink(file));
  }
  if (!stats?.isFile() || (!windows && ((stats.mode & 0o100) !== 0) !== (mode === '100755')))
    throw new NotAsListed(path);
  return await readFile(file);
}

async function requireNothingElse(root: string, files: readonly ListedFile[]): Promise<void> {
  const listed = new Set(files.map((file) => file.path));
  const folders = new Set(
    files.flatMap(({ path }) => path.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/'))),
  );
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && folders.has(path)) await visit(path);
      else if (!listed.has(path)) throw new NotAsListed(path);
    }
  };
  await visit('');
}
