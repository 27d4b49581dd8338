import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { type Connection, containerOf, settings } from './connection.ts';
import type { CallOptions, PathStat } from './engine.ts';
import { isNotFound } from './errors.ts';
import { uploadOf } from './upload.ts';

/** Go's bits for folders and symbolic links. */
const directoryBit = 2 ** 31;
const linkBit = 2 ** 27;

export async function readArchive(
  connection: Connection,
  id: string,
  path: string,
  { signal }: CallOptions = {},
): Promise<Readable | undefined> {
  try {
    return await connection.open(`read ${path} in the container ${id}`, signal, (abortSignal) =>
      containerOf(connection, id).getArchive(settings(abortSignal, { path })),
    );
  } catch (error) {
    if (isNotFound(error) && !/no such container/i.test(error.reason)) return undefined;
    throw error;
  }
}

export async function writeArchive(
  connection: Connection,
  id: string,
  folder: string,
  archive: Readable | Buffer,
  { signal }: CallOptions = {},
): Promise<void> {
  // Streams of the tar library are not Node's own.
  const stream = Buffer.isBuffer(archive) || archive instanceof Readable ? archive : Readable.from(archive);
  const file = Buffer.isBuffer(stream) ? stream : uploadOf(stream);
  try {
    await connection.ask(`write to ${folder} in the container ${id}`, signal, (abortSignal) =>
      containerOf(connection, id).putArchive(file, settings(abortSignal, { path: folder })),
    );
  } finally {
    // An engine that has said no does not read on.
    if (!Buffer.isBuffer(stream)) stream.destroy();
  }
}

export async function statPath(
  connection: Connection,
  id: string,
  path: string,
  options: CallOptions & { followLinks?: boolean } = {},
): Promise<PathStat | undefined> {
  const { signal, followLinks } = options;
  const doing = `look at ${path} in the container ${id}`;
  try {
    const response = await connection.open<IncomingMessage>(doing, signal, (abortSignal) =>
      containerOf(connection, id).infoArchive(settings(abortSignal, { path })),
    );
    response.resume();
    const stat = toPathStat(String(response.headers['x-docker-container-path-stat']));
    if (!followLinks || stat.linkTarget === undefined) return stat;
    // The engine has already resolved the whole chain within the container.
    return await statPath(connection, id, stat.linkTarget, { signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    // An answer to HEAD has no words: ask whether it is the container that is missing.
    await connection.ask(doing, signal, (abortSignal) =>
      containerOf(connection, id).inspect({ abortSignal }),
    );
    return undefined;
  }
}

/** Reads the header that the engine sends: JSON in base64. */
export function toPathStat(header: string): PathStat {
  const stat = JSON.parse(Buffer.from(header, 'base64').toString()) as {
    name: string;
    size: number;
    mode: number;
    linkTarget?: string;
  };
  const has = (bit: number) => Math.floor(stat.mode / bit) % 2 === 1;
  return {
    name: stat.name,
    size: stat.size,
    mode: stat.mode,
    directory: has(directoryBit),
    ...(has(linkBit) && stat.linkTarget && { linkTarget: stat.linkTarget }),
  };
}
