import { chmod, stat } from 'node:fs/promises';

/** Takes a file's rights away from everybody but its owner. Whether there were any to take. */
export async function keepPrivate(path: string): Promise<boolean> {
  // Windows guards the user's folder by lists, which Node does not show.
  if (process.platform === 'win32') return false;
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return false;
  await chmod(path, 0o600);
  return true;
}
