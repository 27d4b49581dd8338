import { createWriteStream } from 'node:fs';
import { chmod, chown, link, lstat, mkdir, realpath, rm, symlink, utimes } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract as extractTar } from 'tar-stream';
import { FileTransferFailed } from './errors.ts';

type Entry = Extract extends AsyncIterable<infer Item> ? Item : never;

export interface UnpackOptions {
  /** Keep owners (needs root). */
  archive: boolean;
  /** The archive is that of a file system's root, so that its names do not begin with one of their own. */
  whole?: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Unpacks an archive of one file or folder so that it becomes `root`, whatever its name in the archive is.
 * The archive comes from a container and is not trusted: nothing is written outside `root`, neither by `..` nor through
 * a link that the archive itself made.
 */
export async function unpackTo(archive: Readable, root: string, options: UnpackOptions): Promise<void> {
  const extract = extractTar();
  const times: { path: string; time: Date }[] = [];
  const fed = pipeline(archive, extract, { signal: options.signal });
  try {
    for await (const entry of extract) {
      const target = targetOf(root, entry.header.name, options);
      await unpackEntry(entry, target, root, options);
      if (entry.header.type === 'directory')
        times.unshift({ path: target, time: entry.header.mtime ?? new Date() });
    }
    await fed;
  } catch (error) {
    fed.catch(() => {});
    archive.destroy();
    throw error;
  }
  // What was written into a folder has changed its time.
  for (const { path, time } of times) await utimes(path, time, time);
}

/** The first part of a name is that of the archive's root. */
function targetOf(root: string, name: string, { whole }: UnpackOptions): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const rest = whole ? parts : parts.slice(1);
  if (rest.includes('..')) throw new FileTransferFailed(`The archive holds a path that leaves it: ${name}.`);
  return join(root, ...rest);
}

async function unpackEntry(
  entry: Entry,
  target: string,
  root: string,
  options: UnpackOptions,
): Promise<void> {
  const { header } = entry;
  if (target !== root) await requireInside(dirname(target), root);
  switch (header.type) {
    case 'directory':
      entry.resume();
      // A folder that was there already keeps its mode when only its contents are copied into it.
      if (!(await makeFolder(target, root)) && target === root) return;
      break;
    case 'file':
    case 'contiguous-file': {
      const path = target === root ? await realOr(target) : target;
      if (path === target) await removeFile(target);
      await pipeline(entry, createWriteStream(path, { mode: 0o600 }));
      break;
    }
    case 'symlink':
      entry.resume();
      await removeFile(target);
      await symlink(header.linkname ?? '', target);
      return; // Neither mode nor time are the link's own.
    case 'link': {
      entry.resume();
      const source = targetOf(root, header.linkname ?? '', options);
      await requireInside(dirname(source), root);
      await removeFile(target);
      await link(source, target);
      return;
    }
    default:
      entry.resume(); // Devices and pipes are of no use here.
      return;
  }
  // Whoever may not keep owners must not make programs that run as somebody else.
  await chmod(target, (header.mode ?? 0o644) & (options.archive ? 0o7777 : 0o777));
  if (options.archive && process.getuid?.() === 0) await chown(target, header.uid ?? 0, header.gid ?? 0);
  const time = header.mtime ?? new Date();
  await utimes(target, time, time);
}

/** Answers whether it was not there before. */
async function makeFolder(path: string, root: string): Promise<boolean> {
  const there = await lstat(path).catch(() => undefined);
  if (there?.isDirectory()) return false;
  // The user's own link to a folder is the user's wish; one below the root was made by the archive.
  if (there?.isSymbolicLink() && path === root) return false;
  if (there) await rm(path);
  await mkdir(path);
  return true;
}

async function removeFile(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there?.isDirectory())
    throw new FileTransferFailed(`${path} is a folder: a file cannot take its place.`, 'Remove it first.');
  if (there) await rm(path);
}

async function realOr(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

async function requireInside(folder: string, root: string): Promise<void> {
  const [real, realRoot] = await Promise.all([realpath(folder), realpath(root)]);
  if (real !== realRoot && !real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep))
    throw new FileTransferFailed(`The archive holds a path that leaves ${root} through a link.`);
}
