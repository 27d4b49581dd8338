import { type BigIntStats, createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import ignore from '@balena/dockerignore';

/** A file, folder or link of a build context. */
export interface ContextEntry {
  /** Relative to the context's root, with `/`. */
  path: string;
  kind: 'file' | 'folder' | 'link';
  /** Permission bits, with set-user-id and its like. */
  mode: number;
  /** Bytes. */
  size: number;
  /** Nanoseconds since the epoch. */
  modified: bigint;
  linkTarget?: string;
  /** The content of a file. */
  open(): Readable | Promise<Buffer>;
}

/** Bytes up to which a file is read at once. */
const smallFile = 256 * 1024;

/** What of a context is sent. */
export interface ContextFilter {
  keeps(path: string): boolean;
  /** Whether something below a folder that is not kept itself may be kept. */
  entersFolder(path: string): boolean;
}

/** By the rules of `.dockerignore`: the last pattern that matches wins, `!` takes back. */
export function ignoring(patterns: readonly string[]): ContextFilter {
  if (patterns.length === 0) return { keeps: () => true, entersFolder: () => true };
  const matcher = ignore({ ignorecase: false }).add([...patterns]);
  const exceptions = patterns
    .filter((pattern) => pattern.startsWith('!'))
    .map((pattern) => literalPart(pattern.slice(1)));
  return {
    keeps: (path) => !matcher.ignores(path),
    entersFolder: (path) =>
      exceptions.some(({ start, open }) =>
        open
          ? `${path}/`.startsWith(start) || start.startsWith(`${path}/`)
          : `${start}/`.startsWith(`${path}/`),
      ),
  };
}

/** Keeps what is at, above or below one of the paths; a path with a wildcard counts up to it. */
export function below(paths: readonly string[]): ContextFilter {
  const parts = paths.map(literalPart);
  const touches = (path: string) =>
    parts.some(
      ({ start, open }) =>
        start === '' ||
        path === start ||
        start.startsWith(`${path}/`) ||
        path.startsWith(open ? start : `${start}/`),
    );
  return { keeps: touches, entersFolder: touches };
}

export function both(first: ContextFilter, second: ContextFilter): ContextFilter {
  return {
    keeps: (path) => first.keeps(path) && second.keeps(path),
    entersFolder: (path) =>
      (first.keeps(path) || first.entersFolder(path)) && (second.keeps(path) || second.entersFolder(path)),
  };
}

/** What a pattern says before its first wildcard. */
function literalPart(pattern: string): { start: string; open: boolean } {
  const clean = pattern
    .trim()
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '');
  const wildcard = clean.search(/[*?[\\]/);
  if (wildcard >= 0) return { start: clean.slice(0, wildcard), open: true };
  return { start: clean === '.' ? '' : clean, open: false };
}

/**
 * Everything under `root` that the filter keeps, folders before what is in them, names in the order of their bytes.
 * Sockets, pipes and devices are left out: no builder takes them.
 */
export async function* walkContext(root: string, filter: ContextFilter): AsyncGenerator<ContextEntry> {
  yield* walkFolder(root, '', filter, []);
}

async function* walkFolder(
  root: string,
  folder: string,
  filter: ContextFilter,
  heldBack: ContextEntry[],
): AsyncGenerator<ContextEntry> {
  const names = await readdir(join(root, folder));
  const paths = names.map((name) => (folder === '' ? name : `${folder}/${name}`)).sort(byBytes);
  const kept = paths.filter((path) => filter.keeps(path) || filter.entersFolder(path));
  for (let start = 0; start < kept.length; start += 64) {
    const batch = kept.slice(start, start + 64);
    for (const entry of await Promise.all(batch.map((path) => describe(root, path)))) {
      if (!entry) continue;
      const keeps = filter.keeps(entry.path);
      if (!keeps && entry.kind !== 'folder') continue;
      // An ignored folder is there all the same as soon as something in it is kept.
      if (keeps) {
        yield* heldBack.splice(0);
        yield entry;
      }
      if (entry.kind === 'folder') {
        if (!keeps) heldBack.push(entry);
        yield* walkFolder(root, entry.path, filter, heldBack);
        if (heldBack.at(-1) === entry) heldBack.pop();
      }
    }
  }
}

async function describe(root: string, path: string): Promise<ContextEntry | undefined> {
  const file = join(root, path);
  const stats = await lstat(file, { bigint: true });
  const common = { path, mode: modeOf(stats), modified: stats.mtimeNs };
  const nothing = async () => Buffer.alloc(0);
  if (stats.isDirectory()) return { ...common, kind: 'folder', size: 0, open: nothing };
  if (stats.isSymbolicLink()) {
    const target = await readlink(file);
    const linkTarget = process.platform === 'win32' ? target.replaceAll('\\', '/') : target;
    return { ...common, kind: 'link', size: 0, linkTarget, open: nothing };
  }
  if (!stats.isFile()) return undefined;
  const size = Number(stats.size);
  return {
    ...common,
    kind: 'file',
    size,
    open: () => (size <= smallFile ? readFile(file) : createReadStream(file)),
  };
}

function modeOf(stats: BigIntStats): number {
  // Windows has no permission bits; files made there are to be executable, as the docker command line has it.
  return process.platform === 'win32' ? 0o755 : Number(stats.mode & 0o7777n);
}

function byBytes(left: string, right: string): number {
  if (left === right) return 0;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** A folder as BuildKit asks for it: the paths that it will use, less what is ignored. */
export async function* walkUsed(root: string, use: { include: string[]; exclude: string[] }) {
  const ignored = ignoring(use.exclude);
  // Where a link leads is not told by its path: then everything is shown.
  const narrow = use.include.length > 0 && !(await goesThroughLink(root, use.include));
  yield* walkContext(root, narrow ? both(below(use.include), ignored) : ignored);
}

async function goesThroughLink(root: string, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    let file = root;
    for (const part of literalPart(path).start.split('/')) {
      file = join(file, part);
      const stats = await lstat(file).catch(() => undefined);
      if (stats?.isSymbolicLink()) return true;
    }
    // What a wildcard matches may be a link as well.
    if (/[*?[]/.test(path)) return true;
  }
  return false;
}

/** A file that exists in memory only. Its time follows its content, so that a change is seen as one. */
export function memoryFile(path: string, content: Buffer, modified: bigint): ContextEntry {
  return { path, kind: 'file', mode: 0o644, size: content.length, modified, open: async () => content };
}

/** The patterns of `<Dockerfile>.dockerignore`, else of the context's `.dockerignore`, without comments. */
export async function readIgnorePatterns(context: string, dockerfile: string | undefined): Promise<string[]> {
  const candidates = [...(dockerfile ? [`${dockerfile}.dockerignore`] : []), join(context, '.dockerignore')];
  for (const file of candidates) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return parseIgnore(text);
  }
  return [];
}

export function parseIgnore(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
