import { lstat, stat } from 'node:fs/promises';
import { posix, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { Engine, PathStat } from '../../engine/index.ts';
import { FileTransferFailed } from './errors.ts';

/*
 * Copies between a container and this machine, by the rules of `docker cp`:
 * https://docs.docker.com/reference/cli/docker/container/cp/ (which kind the source and the destination are decides
 * the result; `/.` at the end of a source folder means what is in it).
 */

export interface CopyOptions {
  /** The source is what its link leads to. */
  followLinks?: boolean;
  /** Keep the owner of each file; else files belong to whoever copies (root in a container). */
  archive?: boolean;
  signal?: AbortSignal | undefined;
}

/** A container as errors name it. */
interface Container {
  id: string;
  name: string;
}

/** Copies a file or folder of a container to this machine. */
export async function copyFromContainer(
  engine: Engine,
  container: Container,
  source: string,
  destination: string,
  options: CopyOptions = {},
): Promise<void> {
  const { path, isFolder } = await sourceInContainer(engine, container, source, options);
  const target = resolve(destination);
  const there = await statLocal(target);
  const contentsOnly = isFolder && namesContents(source);
  let root: string;
  if (there?.isDirectory()) {
    root = contentsOnly ? target : resolve(target, posix.basename(absolute(source)) || '.');
  } else if (there) {
    if (isFolder)
      throw new FileTransferFailed(
        `${destination} is a file: the folder ${source} of ${container.name} cannot take its place.`,
        'Name a folder, or a path that is not there yet.',
      );
    root = target;
  } else {
    if (!isFolder && namesFolder(destination)) throw noSuchLocalFolder(destination);
    if (!(await statLocal(resolve(target, '..')))?.isDirectory())
      throw noSuchLocalFolder(resolve(target, '..'));
    root = target;
  }
  const archive = await engine.containers.readArchive(container.id, path, { signal: options.signal });
  if (!archive) throw noSuchPath(container, source);
  // The tar library is loaded for a copy only.
  const { unpackTo } = await import('./unpack.ts');
  await unpackTo(archive, root, {
    archive: options.archive ?? false,
    whole: path === '/',
    signal: options.signal,
  });
}

/** Copies a file or folder of this machine into a container. */
export async function copyToContainer(
  engine: Engine,
  container: Container,
  source: string,
  destination: string,
  options: CopyOptions = {},
): Promise<void> {
  const local = resolve(source);
  const follow = options.followLinks || namesFolder(source) || namesContents(source);
  const what = await (follow ? stat(local) : lstat(local)).catch(() => undefined);
  if (!what) throw new FileTransferFailed(`There is no ${source} on this machine.`, 'Check the path.');
  if (namesFolder(source) && !what.isDirectory())
    throw new FileTransferFailed(`${source} is no folder.`, 'Leave out the slash at its end.');

  const path = absolute(destination);
  const there = await engine.containers.statPath(container.id, path, {
    followLinks: true,
    signal: options.signal,
  });
  const contentsOnly = what.isDirectory() && namesContents(source);
  let folder: string;
  let rootName: string;
  if (there?.directory) {
    folder = path;
    rootName = contentsOnly ? '' : lastPart(local);
  } else if (there) {
    if (what.isDirectory())
      throw new FileTransferFailed(
        `${destination} of ${container.name} is a file: the folder ${source} cannot take its place.`,
        'Name a folder, or a path that is not there yet.',
      );
    const real = there.linkTarget ?? path;
    folder = posix.dirname(real);
    rootName = posix.basename(real);
  } else {
    folder = posix.dirname(path);
    rootName = posix.basename(path);
    if (!what.isDirectory() && namesFolder(destination)) throw noSuchFolder(container, destination);
    const parent = await engine.containers.statPath(container.id, folder, {
      followLinks: true,
      signal: options.signal,
    });
    if (!parent?.directory) throw noSuchFolder(container, folder);
  }
  const { packPath } = await import('./pack.ts');
  const archive = packPath(local, rootName, { followRoot: follow, archive: options.archive ?? false });
  try {
    await engine.containers.writeArchive(container.id, folder, archive, { signal: options.signal });
  } finally {
    archive.destroy();
  }
}

/** A path of a container as a tar stream: `blockyard cp web:/data -`. */
export async function readTar(
  engine: Engine,
  container: Container,
  source: string,
  options: CopyOptions = {},
): Promise<Readable> {
  const { path } = await sourceInContainer(engine, container, source, options);
  const archive = await engine.containers.readArchive(container.id, path, { signal: options.signal });
  if (!archive) throw noSuchPath(container, source);
  return archive;
}

/** Unpacks a tar stream into a folder of a container: `blockyard cp - web:/data`. */
export async function writeTar(
  engine: Engine,
  container: Container,
  archive: Readable,
  destination: string,
  options: CopyOptions = {},
): Promise<void> {
  const path = absolute(destination);
  const there = await engine.containers.statPath(container.id, path, {
    followLinks: true,
    signal: options.signal,
  });
  if (!there?.directory) throw noSuchFolder(container, destination);
  await engine.containers.writeArchive(container.id, path, archive, { signal: options.signal });
}

async function sourceInContainer(
  engine: Engine,
  container: Container,
  source: string,
  { followLinks, signal }: CopyOptions,
): Promise<{ path: string; isFolder: boolean }> {
  const path = absolute(source);
  const found = await engine.containers.statPath(container.id, path, { signal });
  if (!found) throw noSuchPath(container, source);
  const follow = followLinks || namesFolder(source) || namesContents(source);
  if (found.linkTarget === undefined || !follow) return { path, isFolder: found.directory };
  const target: PathStat | undefined = await engine.containers.statPath(container.id, found.linkTarget, {
    signal,
  });
  if (!target)
    throw new FileTransferFailed(
      `${source} of ${container.name} is a link to ${found.linkTarget}, which is not there.`,
    );
  return { path: found.linkTarget, isFolder: target.directory };
}

/** Paths of a container start at its root, whatever its working folder is; a slash or `/.` at the end is dropped. */
function absolute(path: string): string {
  const normal = posix.normalize(`/${path}`);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

function lastPart(local: string): string {
  return local.split(sep).at(-1) ?? '';
}

function namesFolder(path: string): boolean {
  return path.endsWith('/') || path.endsWith(sep);
}

function namesContents(path: string): boolean {
  return path === '.' || path.endsWith('/.') || path.endsWith(`${sep}.`);
}

async function statLocal(path: string) {
  return stat(path).catch(() => undefined);
}

function noSuchPath(container: Container, path: string): FileTransferFailed {
  return new FileTransferFailed(
    `There is no ${path} in ${container.name}.`,
    'Check the path: it starts at the root of the container.',
  );
}

function noSuchFolder(container: Container, path: string): FileTransferFailed {
  return new FileTransferFailed(
    `There is no folder ${path} in ${container.name}.`,
    `Make it first: \`blockyard exec <service> mkdir -p ${path}\`.`,
  );
}

function noSuchLocalFolder(path: string): FileTransferFailed {
  return new FileTransferFailed(
    `There is no folder ${path} on this machine.`,
    `Make it first: mkdir -p ${path}`,
  );
}
