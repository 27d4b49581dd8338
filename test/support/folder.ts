import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes files, making the folders that they lie in. Answers the folder's path. */
  write(files: Record<string, string | Buffer>): Promise<string>;
}

/** A folder that goes away at the end of the block: `await using folder = await temporaryFolder()`. */
export async function temporaryFolder(files: Record<string, string | Buffer> = {}): Promise<TemporaryFolder> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'bytest-')));
  await writeFiles(folder, files);
  return {
    path: folder,
    write: async (more) => {
      await writeFiles(folder, more);
      return folder;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

export async function writeFiles(folder: string, files: Record<string, string | Buffer>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
