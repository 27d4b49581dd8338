import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** Far above what people write; an endless file stops here. */
const maximumBytes = 1024 * 1024;

/** Why a file's text cannot be had: the message ends a sentence that starts with the file, `is a directory`. */
export class UnreadableFile extends Error {
  /** Whether there is no such file. */
  readonly isMissing: boolean;

  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    const code = (cause as NodeJS.ErrnoException | undefined)?.code;
    this.isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  }
}

/**
 * The text of a file that a project names. A stranger's project may name anything, a device or a pipe that never ends
 * say, and is read before anybody was asked about it: only regular files are read, and up to a bound.
 * @param isAsked whether the user named the file on the command line: it may be a pipe then
 * @throws {UnreadableFile}
 */
export async function readText(path: string, isAsked = false): Promise<string> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) throw new UnreadableFile('is a directory');
    if (facts.size > maximumBytes) throw tooLarge();
    if (facts.isFile()) return await readFile(path, 'utf8');
    if (path === '/dev/null') return '';
    if (!isAsked) throw new UnreadableFile('is not a regular file');
    return await readStream(createReadStream(path));
  } catch (thrown) {
    if (thrown instanceof UnreadableFile) throw thrown;
    throw new UnreadableFile(reasonOf(thrown), thrown);
  }
}

/** The text of a stream, up to the same bound. */
export async function readStream(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maximumBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(): UnreadableFile {
  return new UnreadableFile(`is larger than ${maximumBytes / 1024} KiB`);
}

function reasonOf(thrown: unknown): string {
  const { code, message } = thrown as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    case 'ENOTDIR':
      return 'does not exist: a part of its path is not a directory';
    default:
      return `cannot be read: ${message}`;
  }
}
