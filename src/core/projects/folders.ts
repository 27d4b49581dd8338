import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { composeFileNames, stackFileNames } from '../compose/index.ts';
import { FolderUnusable } from './errors.ts';
import type { FolderListing } from './projects.ts';

/** What a chooser can show at once. */
const mostFolders = 500;

export async function listFolders(
  path: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<FolderListing> {
  const home = homeOf(environment);
  const folder = path === undefined ? home : absolute(path, home);
  const names = await folderNames(folder);
  const listed = names.slice(0, mostFolders);
  const [folders, own] = await Promise.all([
    Promise.all(
      listed.map(async (name) => {
        const at = join(folder, name);
        const [compose, isRepository] = await Promise.all([hasComposeFile(at), exists(join(at, '.git'))]);
        return { name, path: at, hasComposeFile: compose, isRepository };
      }),
    ),
    hasComposeFile(folder),
  ]);
  const parent = dirname(folder);
  return {
    path: folder,
    ...(parent !== folder && { parent }),
    folders,
    omitted: names.length - listed.length,
    hasComposeFile: own,
  };
}

/** Whether the folder itself can be a project: by a Compose file, a `blockyard.yaml`, or a `.env` that names a Compose file. */
export async function hasComposeFile(folder: string): Promise<boolean> {
  const names = [
    ...composeFileNames.filter((name) => !name.includes('.override.')),
    ...stackFileNames,
    '.env',
  ];
  const [env, ...files] = (await Promise.all(names.map((name) => exists(join(folder, name))))).reverse();
  return files.some(Boolean) || (env === true && (await namesComposeFile(join(folder, '.env'))));
}

async function namesComposeFile(file: string): Promise<boolean> {
  return /^\s*(export\s+)?COMPOSE_FILE\s*=/m.test(await readFile(file, 'utf8').catch(() => ''));
}

export function homeOf(environment: NodeJS.ProcessEnv): string {
  return environment['HOME'] || environment['USERPROFILE'] || homedir();
}

/** `~` is written by people in every field for a path. */
export function absolute(path: string, home: string): string {
  const expanded = path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;
  return isAbsolute(expanded) ? resolve(expanded) : resolve(home, expanded);
}

async function folderNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const visible = entries.filter(({ name }) => !name.startsWith('.'));
    const names = await Promise.all(
      visible.map(async (entry) => {
        if (entry.isDirectory()) return entry.name;
        return entry.isSymbolicLink() && (await leadsToFolder(join(folder, entry.name))) ? entry.name : [];
      }),
    );
    return names.flat().sort((one, other) => one.localeCompare(other));
  } catch (thrown) {
    throw new FolderUnusable(folder, thrown);
  }
}

async function leadsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
