import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StoreFailed } from './errors.ts';
import { lockNow } from './lock.ts';
import { sqlite } from './sqlite.ts';

/**
 * Moves a damaged database aside with its write-ahead log and answers where it lies now; nothing is deleted. One
 * process does it at a time, and looks again first: another may have moved the damaged one already, and the new one in
 * its place must stay.
 */
export function moveAside(path: string): string {
  const locks = join(dirname(path), 'locks');
  mkdirSync(locks, { recursive: true, mode: 0o700 });
  const lock = lockNow(join(locks, 'move-aside.lock'));
  try {
    if (isSound(path))
      throw new StoreFailed(`Blockyard's database ${path} was damaged; another process has moved it aside.`, {
        remedy: 'Run the command again.',
      });
    const target = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
    return target;
  } finally {
    lock.close();
  }
}

function isSound(path: string): boolean {
  if (!existsSync(path)) return true;
  const database = new (sqlite().DatabaseSync)(path, { readOnly: true });
  try {
    return database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok';
  } catch {
    return false;
  } finally {
    database.close();
  }
}
