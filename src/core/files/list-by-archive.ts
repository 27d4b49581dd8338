import { posix } from 'node:path';
import { extract as extractTar, type Header } from 'tar-stream';
import type { CallOptions } from '../engine/index.ts';
import { NoSuchPath, NotAFolder } from './errors.ts';
import type { FileEntry, FileKind, FoundEntries } from './files.ts';
import type { OpenPlace } from './open-place.ts';
import { modeText } from './parse-listing.ts';
import { resolveLink } from './resolve-link.ts';

/** An archive holds all below a folder, with its contents: how much of it is read at most. */
const longest = { bytes: 2 * 1024 ** 3, milliseconds: 15_000 };

/** Reads the heads of the engine's archive of a folder. */
export async function listByArchive(
  open: OpenPlace,
  path: string,
  { signal }: CallOptions,
): Promise<FoundEntries> {
  const { engine, place, container } = open;
  const found = await resolveLink(open, path, { signal });
  if (!found) throw new NoSuchPath(path, place);
  if (!found.directory) throw new NotAFolder(path, place);
  const archive = await engine.containers.readArchive(container, found.path, { signal });
  if (!archive) throw new NoSuchPath(path, place);

  const entries: FileEntry[] = [];
  const tar = extractTar();
  const start = performance.now();
  let read = 0;
  let cut = false;
  archive.on('data', (chunk: Buffer) => {
    read += chunk.length;
    cut = read > longest.bytes || performance.now() - start > longest.milliseconds;
    if (cut) archive.destroy(new Error('enough'));
  });
  archive.once('error', (error) => tar.destroy(error));
  archive.pipe(tar);
  try {
    for await (const entry of tar) {
      const name = nameIn(entry.header.name, found.path);
      if (name !== undefined) entries.push(entryOf(name, entry.header));
      entry.resume();
    }
  } catch (error) {
    if (!cut) throw error;
  } finally {
    archive.destroy();
    tar.destroy();
  }
  const note = 'Too much lies below this folder to look at all of it while its container does not run.';
  return { entries, note: cut ? note : undefined };
}

/** The name of what lies directly in the folder. An archive's names begin with the folder's own, but for the root's. */
function nameIn(name: string, folder: string): string | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const rest = folder === '/' ? parts : parts.slice(1);
  return rest.length === 1 ? rest[0] : undefined;
}

function entryOf(name: string, header: Header): FileEntry {
  const kind = kindByType[header.type ?? 'file'] ?? 'other';
  return {
    name: posix.basename(name),
    kind,
    size: header.size ?? 0,
    mode: modeText(header.mode ?? 0),
    owner: `${header.uname || (header.uid ?? 0)}:${header.gname || (header.gid ?? 0)}`,
    changedAt: header.mtime?.getTime(),
    ...(kind === 'link' && { linkTarget: header.linkname ?? '' }),
  };
}

const kindByType: Partial<Record<NonNullable<Header['type']>, FileKind>> = {
  file: 'file',
  'contiguous-file': 'file',
  // A second name of a file that came before.
  link: 'file',
  directory: 'folder',
  symlink: 'link',
};
