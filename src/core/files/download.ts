import { posix } from 'node:path';
import type { CallOptions, Engine } from '../engine/index.ts';
import { NoSuchPath } from './errors.ts';
import type { DownloadPiece, Place } from './files.ts';
import { openFile } from './open-file.ts';
import { normalPath, type OpenPlace, openPlace } from './open-place.ts';
import { resolveLink } from './resolve-link.ts';

/** A multiple of three, so that pieces in base64 are whole by themselves. */
const pieceLength = 192 * 1024;

/**
 * The whole of a path, piece by piece as they are asked for: a file as it is, a folder as a tar archive. The first piece
 * comes also of an empty file. Throws as reading does, and `file-transfer-failed` in the middle.
 */
export async function* downloadPath(
  engine: Engine,
  place: Place,
  path: string,
  options: CallOptions = {},
): AsyncGenerator<DownloadPiece, void> {
  const normal = normalPath(path);
  await using open = await openPlace(engine, place, options);
  const { name, size, bytes } = await openPath(open, normal, options);
  const about = { name, ...(size !== undefined && { size }) };
  let first = true;
  for await (const piece of piecesOf(bytes)) {
    yield { ...about, base64: piece.toString('base64') };
    first = false;
  }
  if (first) yield { ...about, base64: '' };
}

async function openPath(open: OpenPlace, path: string, options: CallOptions) {
  const { engine, place, container } = open;
  const name = path === '/' ? place.name : posix.basename(path);
  const found = await resolveLink(open, path, options);
  if (!found?.directory) return { name, ...(await openFile(open, path, options)) };
  const archive = await engine.containers.readArchive(container, found.path, options);
  if (!archive) throw new NoSuchPath(path, place);
  return { name: `${name}.tar`, size: undefined, bytes: archive as AsyncIterable<Buffer> };
}

async function* piecesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    length += chunk.length;
    if (length < pieceLength) continue;
    const bytes = Buffer.concat(chunks, length);
    let at = 0;
    for (; at + pieceLength <= length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
    chunks = [bytes.subarray(at)];
    length -= at;
  }
  if (length > 0) yield Buffer.concat(chunks, length);
}
