import type { Readable } from 'node:stream';
import { extract as extractTar } from 'tar-stream';
import type { CallOptions } from '../engine/index.ts';
import { BrokenOff, LookRefused, NoSuchPath, NotAFile } from './errors.ts';
import type { OpenPlace } from './open-place.ts';
import { resolveLink } from './resolve-link.ts';
import { runInside } from './run-inside.ts';

/** A file's bytes. Read them or end the iterator: only then is what they come from let go. */
export interface OpenFile {
  /** Bytes of the whole; undefined when nobody knows, as for `/proc`. */
  size: number | undefined;
  bytes: AsyncIterable<Buffer>;
}

interface FileOptions extends CallOptions {
  /** Bytes that are wanted at most; default: all. */
  limit?: number | undefined;
}

/** Throws `not-found`, `usage` for what has no content, `permission-denied`. */
export async function openFile(open: OpenPlace, path: string, options: FileOptions): Promise<OpenFile> {
  const ways = [fromArchive, fromCommand];
  // The engine's archives do not hold what lies in memory, but may hold what lies below it.
  if (isInMemory(open, path)) ways.reverse();
  for (const way of ways) {
    const file = await way(open, path, options);
    if (file) return file;
  }
  throw new NoSuchPath(path, open.place);
}

function isInMemory({ inMemory, inside }: OpenPlace, path: string): boolean {
  return inMemory.some((mount) => inside(path).startsWith(`${mount}/`));
}

async function fromArchive(
  open: OpenPlace,
  path: string,
  { signal }: FileOptions,
): Promise<OpenFile | undefined> {
  const { engine, place, container } = open;
  const found = await resolveLink(open, path, { signal });
  if (!found) return undefined;
  if (found.directory) throw new NotAFile(path, place);
  const archive = await engine.containers.readArchive(container, found.path, { signal });
  return archive && { size: found.size, bytes: onlyFile(archive, () => new NotAFile(path, place)) };
}

async function* onlyFile(archive: Readable, noFile: () => Error): AsyncGenerator<Buffer> {
  const tar = extractTar();
  archive.once('error', (error) => tar.destroy(error));
  archive.pipe(tar);
  try {
    for await (const entry of tar) {
      if (entry.header.type !== 'file') throw noFile();
      yield* entry as AsyncIterable<Buffer>;
      return;
    }
  } finally {
    archive.unpipe(tar);
    archive.destroy();
    tar.destroy();
  }
}

const script = `
[ -e "$1" ] || { echo nothing; exit; }
[ -f "$1" ] || { echo other; exit; }
[ -r "$1" ] || { echo denied; exit; }
echo file
exec head -c "$2" "$1"`;
const whole = String(Number.MAX_SAFE_INTEGER);

/** By the container's own tools. It must end by itself: what runs in a container goes on when nobody listens. */
async function fromCommand(
  open: OpenPlace,
  path: string,
  { signal, limit }: FileOptions,
): Promise<OpenFile | undefined> {
  const { place, inside } = open;
  // One more than is wanted tells whether there is more.
  const length = limit === undefined ? whole : String(limit + 1);
  const process = await runInside(open, script, [inside(path), length], { signal });
  if (!process) return undefined;
  const chunks = (process.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const words: Buffer[] = [];
  process.stderr.on('data', (chunk: Buffer) => words.length < 8 && words.push(chunk));
  let start = Buffer.alloc(0);
  while (!start.includes('\n')) {
    const { done, value } = await chunks.next();
    if (done) break;
    start = Buffer.concat([start, value]);
  }
  const end = start.indexOf('\n');
  const answer = start.toString('utf8', 0, Math.max(0, end));
  if (answer === 'file') {
    const bytes = async function* () {
      try {
        if (end + 1 < start.length) yield start.subarray(end + 1);
        yield* { [Symbol.asyncIterator]: () => chunks };
        if ((await process.exitCode) !== 0)
          throw new BrokenOff(path, place, Buffer.concat(words).toString().trim());
      } finally {
        process.close();
      }
    };
    return { size: undefined, bytes: bytes() };
  }
  process.close();
  if (answer === 'other') throw new NotAFile(path, place);
  if (answer === 'denied') throw new LookRefused(path, place);
  return undefined;
}
