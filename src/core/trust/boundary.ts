import { existsSync, readlinkSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';

/** Decides whether a path lies in the project's folder or repository, by real paths: links count as what they lead to. */
export class Boundary {
  /** The project's folder, real. */
  readonly folder: string;
  /** A project in the home folder (or above it) would make everything its own: then nothing is inside. */
  readonly #tooWide: boolean;
  readonly #home: string;
  /** Of the blocks that came from a catalogue, real: what they bring is read, as an image is. */
  readonly #blocks: readonly string[];

  constructor(folder: string, home = homedir(), blocks: readonly string[] = []) {
    this.folder = realPath(folder);
    this.#blocks = blocks.map(realPath);
    this.#home = realPath(home);
    this.#tooWide = isWithin(this.#home, this.folder);
  }

  contains(path: string): boolean {
    if (this.#tooWide || isForeign(path)) return false;
    return isWithin(this.real(path), this.folder);
  }

  /** Whether it lies in the git repository that the project is a part of: what was cloned together. */
  repositoryContains(path: string): boolean {
    if (this.contains(path) || this.blocksContain(path)) return true;
    const repository = isForeign(path) ? undefined : this.#repository();
    return repository !== undefined && isWithin(this.real(path), repository);
  }

  /** Whether it lies in the folder of a block that came from a catalogue. */
  blocksContain(path: string): boolean {
    return !isForeign(path) && this.#blocks.some((folder) => isWithin(this.real(path), folder));
  }

  /** The nearest folder with a `.git` (a file in a worktree). One that holds the home folder says nothing. */
  #repository(): string | undefined {
    for (let folder = this.folder; !isWithin(this.#home, folder); folder = dirname(folder)) {
      if (existsSync(join(folder, '.git'))) return folder;
      if (folder === dirname(folder)) break;
    }
    return undefined;
  }

  /** The path as the engine will find it. */
  real(path: string): string {
    return isForeign(path) ? path : realPath(resolve(this.folder, expandHome(path)));
  }
}

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** `C:\Users` and `\\server\share` mean nothing here, and everything on the engine's machine. */
function isForeign(path: string): boolean {
  return process.platform !== 'win32' && (/^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\'));
}

function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}

/**
 * The real path of what may not exist yet: that of its nearest ancestor that does, and the rest as written.
 * A link that leads nowhere yet counts as where it leads: whoever makes that place decides what is found there.
 */
export function realPath(path: string): string {
  if (!isAbsolute(path)) return realPath(resolve(path));
  try {
    return realpathSync(path);
  } catch {
    const link = linkTarget(path);
    if (link !== undefined) return realPath(resolve(dirname(path), link));
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), path.slice(parent.length).replace(/^[\\/]+/, ''));
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
