import type { DatabaseSync } from 'node:sqlite';

/**
 * What Blockyard remembers on this machine: one SQLite database (WAL) and folders beside it, shared by every process.
 * node:sqlite is synchronous, so nothing large goes through it.
 */
export interface Store {
  /** The folder: BLOCKYARD_HOME, else the system's place for application data. */
  readonly folder: string;
  readonly database: DatabaseSync;
  /** A small JSON value under a name, such as a setting or a remembered port; undefined when it was never set. */
  get<T>(area: string, key: string): T | undefined;
  set(area: string, key: string, value: unknown): void;
  delete(area: string, key: string): void;
  entries<T>(area: string): { key: string; value: T }[];
  /**
   * Takes a lock by name across processes; the operating system frees it on kill -9. Waits until the signal aborts or
   * `waitMilliseconds` is over (then throws `locked`, naming the holder).
   */
  lock(name: string, options?: LockOptions): Promise<Lock>;
  close(): void;
}

export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Default 0: do not wait. */
  waitMilliseconds?: number;
  /** Told to others that find the lock taken: `up of shop, pid 4711`. */
  holder?: string;
}

export interface Lock extends AsyncDisposable {
  release(): Promise<void>;
}
