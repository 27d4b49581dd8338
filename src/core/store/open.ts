import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BlockyardError } from '../../shared/index.ts';
import { moveAside } from './damage.ts';
import { StoreDamaged, StoreFailed } from './errors.ts';
import { takeLock } from './lock.ts';
import { migrate } from './migrations.ts';
import { storePlace } from './place.ts';
import { isBusy, isDamage, sqlite } from './sqlite.ts';
import type { Store } from './store.ts';

/** How long SQLite waits for another process's write. Ours take milliseconds. */
const busyMilliseconds = 5_000;

export interface StoreOptions {
  /** Default: by the environment and the system, see {@link storePlace}. */
  folder?: string | undefined;
  /** Default `process.env`. */
  environment?: Record<string, string | undefined>;
}

/**
 * Opens (and makes, when it is not there) this user's store. Takes about 2 ms when it exists.
 * Throws `store-failed` when it cannot be used; a damaged database is moved aside first, so that the next call works.
 */
export function openStore(options: StoreOptions = {}): Store {
  const folder = options.folder ?? storePlace(options.environment);
  const path = join(folder, 'blockyard.db');
  makeFolder(folder);
  const database = guarded(path, () => openDatabase(path));
  return new SqliteStore(folder, path, database);
}

class SqliteStore implements Store {
  readonly folder: string;
  readonly database: DatabaseSync;
  readonly #path: string;
  #open = true;
  readonly #statements = new Map<string, StatementSync>();

  constructor(folder: string, path: string, database: DatabaseSync) {
    this.folder = folder;
    this.database = database;
    this.#path = path;
  }

  get<T>(area: string, key: string): T | undefined {
    const row = this.#use('SELECT value FROM value WHERE area = ? AND key = ?', (it) => it.get(area, key));
    return row === undefined ? undefined : (JSON.parse(String(row['value'])) as T);
  }

  set(area: string, key: string, value: unknown): void {
    const text = JSON.stringify(value);
    if (text === undefined)
      throw new StoreFailed(`${area}/${key}: only values that JSON knows can be stored.`);
    this.#use('INSERT OR REPLACE INTO value (area, key, value) VALUES (?, ?, ?)', (it) =>
      it.run(area, key, text),
    );
  }

  delete(area: string, key: string): void {
    this.#use('DELETE FROM value WHERE area = ? AND key = ?', (it) => it.run(area, key));
  }

  entries<T>(area: string): { key: string; value: T }[] {
    const rows = this.#use('SELECT key, value FROM value WHERE area = ? ORDER BY key', (it) => it.all(area));
    return rows.map((row) => ({ key: String(row['key']), value: JSON.parse(String(row['value'])) as T }));
  }

  lock(name: string, options?: Parameters<Store['lock']>[1]): ReturnType<Store['lock']> {
    return takeLock(join(this.folder, 'locks'), name, options);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.database.close();
  }

  #use<T>(sql: string, act: (statement: StatementSync) => T): T {
    return guarded(this.#path, () => {
      let statement = this.#statements.get(sql);
      if (!statement) {
        statement = this.database.prepare(sql);
        this.#statements.set(sql, statement);
      }
      return act(statement);
    });
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw new StoreFailed(`The folder ${folder} cannot be made.`, {
      cause: thrown,
      remedy: 'Make it writable for you, or name another one in BLOCKYARD_HOME.',
    });
  }
}

function openDatabase(path: string): DatabaseSync {
  const database = new (sqlite().DatabaseSync)(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${busyMilliseconds}; PRAGMA foreign_keys = ON`);
    switchToWriteAheadLog(database);
    // In WAL mode this loses at most the last writes at a power cut, never the database.
    database.exec('PRAGMA synchronous = NORMAL');
    migrate(database, path);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/** The mode stays with the file; only whoever makes it switches, and SQLite does not wait for others while it does. */
function switchToWriteAheadLog(database: DatabaseSync): void {
  const deadline = performance.now() + busyMilliseconds;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() > deadline) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Turns what SQLite throws into our errors; moves a damaged database aside. */
function guarded<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    if (thrown instanceof BlockyardError) throw thrown;
    if (isDamage(thrown)) throw new StoreDamaged(path, moveAside(path), thrown);
    throw new StoreFailed(`Blockyard's database ${path} cannot be used: ${(thrown as Error).message}.`, {
      cause: thrown,
      remedy: isBusy(thrown)
        ? 'Another process is writing to it for very long: try again, or end that process.'
        : 'Check that the folder is yours and writable, and that its disk is not full.',
    });
  }
}
