import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { Locked, StoreFailed } from './errors.ts';
import { isBusy, sqlite } from './sqlite.ts';
import type { Lock, LockOptions } from './store.ts';

/** While it waits, a lock is tried at most every `longestPause` milliseconds: a handful of system calls each. */
const longestPause = 100;

/**
 * A lock is an open `BEGIN EXCLUSIVE` on a database of its own: SQLite locks the file through the operating system,
 * which frees it when the process ends, however it ends. The files stay: deleting a lock file is how two get in at once.
 *
 * What the holder says of itself lies in a file beside it, because an exclusively locked database cannot be read, and
 * because opening the lock's own file by other means than SQLite would free the lock (POSIX locks work that way).
 */
export async function takeLock(folder: string, name: string, options: LockOptions = {}): Promise<Lock> {
  const path = join(folder, fileName(name));
  const deadline = performance.now() + (options.waitMilliseconds ?? 0);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let pause = 5; ; pause = Math.min(pause * 2, longestPause)) {
    options.signal?.throwIfAborted();
    const database = tryToLock(path);
    if (database) return heldLock(database, `${path}.holder`, options.holder ?? `pid ${process.pid}`);
    const left = deadline - performance.now();
    if (left <= 0) throw new Locked(name, holderOf(`${path}.holder`));
    await delay(Math.min(pause, left), undefined, { signal: options.signal });
  }
}

function tryToLock(path: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new (sqlite().DatabaseSync)(path);
    // No waiting inside SQLite: it would block this whole process.
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return database;
  } catch (thrown) {
    database?.close();
    if (isBusy(thrown)) return undefined;
    throw new StoreFailed(`The lock ${path} cannot be used.`, {
      cause: thrown,
      remedy: 'Check that the folder is writable and that its disk is not full.',
    });
  }
}

/** The lock at once and without a word, for what must not be interrupted; waits for others by blocking the process. */
export function lockNow(path: string): DatabaseSync {
  for (;;) {
    const database = tryToLock(path);
    if (database) return database;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
}

function heldLock(database: DatabaseSync, holderPath: string, holder: string): Lock {
  writeFileSync(holderPath, holder, { mode: 0o600 });
  let held = true;
  const release = async () => {
    if (!held) return;
    held = false;
    rmSync(holderPath, { force: true });
    database.close();
  };
  return { release, [Symbol.asyncDispose]: release };
}

function holderOf(holderPath: string): string | undefined {
  try {
    return readFileSync(holderPath, 'utf8') || undefined;
  } catch {
    // Taken, but not yet described.
    return undefined;
  }
}

/** Readable, and unique also where the file system does not tell `a` from `A`. */
function fileName(name: string): string {
  const readable = name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60);
  return `${readable}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}.lock`;
}
