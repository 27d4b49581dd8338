import { createReadStream, type Stats } from 'node:fs';
import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack as packTar } from 'tar-stream';

export interface PackOptions {
  /** The path itself is what its link leads to (links below stay links). */
  followRoot: boolean;
  /** Keep owners; else everything belongs to root. */
  archive: boolean;
}

/** A file or folder as a tar stream whose entries begin with `rootName`; an empty one means the folder's contents. */
export function packPath(path: string, rootName: string, options: PackOptions): Readable {
  const pack = packTar();
  addPath(pack, path, rootName, options, options.followRoot).then(
    () => pack.finalize(),
    (error) => pack.destroy(error),
  );
  return pack as unknown as Readable;
}

async function addPath(
  pack: Pack,
  path: string,
  name: string,
  options: PackOptions,
  follow: boolean,
): Promise<void> {
  const stats = await (follow ? stat(path) : lstat(path));
  const header = { name, ...headerOf(stats, options) };
  if (stats.isDirectory()) {
    if (name !== '') pack.entry({ ...header, name: `${name}/`, type: 'directory' });
    for (const child of (await readdir(path)).sort())
      await addPath(pack, join(path, child), posix.join(name, child), options, false);
  } else if (stats.isSymbolicLink()) {
    pack.entry({ ...header, type: 'symlink', linkname: await readlink(path) });
  } else if (stats.isFile()) {
    const file = { ...header, type: 'file' as const, size: stats.size };
    // A file that grows meanwhile gives what it had when its size was told.
    if (stats.size === 0) pack.entry(file, '');
    else await pipeline(createReadStream(path, { start: 0, end: stats.size - 1 }), pack.entry(file));
  }
  // Sockets and devices mean nothing in another place.
}

function headerOf(stats: Stats, { archive }: PackOptions) {
  return {
    mode: stats.mode & 0o7777,
    mtime: stats.mtime,
    uid: archive ? stats.uid : 0,
    gid: archive ? stats.gid : 0,
  };
}
