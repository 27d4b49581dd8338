import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of others, or of what was made: nobody's own code lies there. */
const skipped = new Set(
  'node_modules vendor target dist build out venv env __pycache__ site-packages coverage tmp'.split(' '),
);
const maximumDepth = 4;
const maximumFiles = 4000;
const maximumBytes = 512 * 1024;

/** A folder as far as it is looked at: no links, nothing hidden but env files, bounded in depth, number and size. */
export interface Repository {
  folder: string;
  /** Relative, with slashes; the uppermost first, then by name. */
  files: readonly string[];
  /** Undefined for what is not there or too large. */
  text(path: string): Promise<string | undefined>;
}

export async function openRepository(folder: string): Promise<Repository> {
  const files: string[] = [];
  let level = [''];
  for (let depth = 0; depth <= maximumDepth && level.length > 0; depth += 1) {
    const below: string[] = [];
    for (const path of level) {
      const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
      for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
        const name = path === '' ? entry.name : `${path}/${entry.name}`;
        const isHidden = entry.name.startsWith('.') && !entry.name.startsWith('.env');
        if (isHidden || files.length >= maximumFiles) continue;
        if (entry.isFile()) files.push(name);
        else if (entry.isDirectory() && !skipped.has(entry.name)) below.push(name);
      }
    }
    level = below;
  }
  return {
    folder,
    files,
    async text(path) {
      const file = join(folder, path);
      const facts = await lstat(file).catch(() => undefined);
      if (!facts?.isFile() || facts.size > maximumBytes) return undefined;
      return readFile(file, 'utf8').catch(() => undefined);
    },
  };
}

/** Of a file's path: the folder it lies in, `''` for the repository's own. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end === -1 ? '' : path.slice(0, end);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a path lies in a folder or below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
