import { chmod, readFile, stat } from 'node:fs/promises';
import { SecretsUnreadable } from './errors.ts';

/** Takes a file's rights away from everybody but its owner. */
async function keepPrivate(path: string): Promise<void> {
  // Windows guards the user's folder by lists, which Node does not show.
  if (process.platform === 'win32') return;
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) await chmod(path, 0o600);
}

/** The text of a file that only its owner may read from now on; undefined when there is none. Throws `store-failed`. */
export async function readPrivate(path: string): Promise<string | undefined> {
  try {
    await keepPrivate(path);
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SecretsUnreadable(
      `${path} cannot be read.`,
      'Make it readable for you alone: mode 0600.',
      thrown,
    );
  }
}
