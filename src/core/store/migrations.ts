import type { DatabaseSync } from 'node:sqlite';
import { StoreTooNew } from './errors.ts';

/**
 * The database's history, forward only: entry n leads from version n to n + 1. Entries that were released never change;
 * a new shape is a new entry.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE value (
    area TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (area, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE task (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    project TEXT,
    state TEXT NOT NULL,
    pid INTEGER NOT NULL,
    process_started_at INTEGER NOT NULL,
    process_mark TEXT NOT NULL,
    via TEXT NOT NULL,
    cancellable INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    progress TEXT NOT NULL,
    error TEXT
  ) STRICT;
  CREATE INDEX task_by_start ON task (started_at);
  CREATE INDEX task_by_state ON task (state) WHERE state = 'running';
  `,
  `
  CREATE TABLE log_container (
    row INTEGER PRIMARY KEY,
    stack TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    service TEXT NOT NULL,
    UNIQUE (stack, id)
  ) STRICT;

  CREATE TABLE log_segment (
    container INTEGER NOT NULL REFERENCES log_container (row) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    first_nano INTEGER NOT NULL,
    last_nano INTEGER NOT NULL,
    sealed INTEGER NOT NULL,
    PRIMARY KEY (container, number)
  ) STRICT, WITHOUT ROWID;
  `,
  `ALTER TABLE task ADD COLUMN request TEXT`,
  `
  CREATE TABLE metric_series (
    row INTEGER PRIMARY KEY,
    stack TEXT NOT NULL,
    service TEXT NOT NULL,
    UNIQUE (stack, service)
  ) STRICT;

  CREATE TABLE metric_sample (
    series INTEGER NOT NULL REFERENCES metric_series (row) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    time INTEGER NOT NULL,
    cpu_percent REAL NOT NULL,
    memory_used REAL NOT NULL,
    memory_limit REAL NOT NULL,
    network_received REAL NOT NULL,
    network_sent REAL NOT NULL,
    block_read REAL NOT NULL,
    block_written REAL NOT NULL,
    PRIMARY KEY (series, step, time)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mark TEXT NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    stack TEXT NOT NULL,
    service TEXT,
    container TEXT,
    kind TEXT NOT NULL,
    level TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX activity_by_stack ON activity (stack, id);
  `,
];

export const latestVersion = migrations.length;

/** Brings the database to the latest version; safe when several processes try at once. */
export function migrate(database: DatabaseSync, path: string): void {
  const found = versionOf(database);
  if (found === latestVersion) return;
  if (found > latestVersion) throw new StoreTooNew(path, found, latestVersion);
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have done it while this one waited for the write lock.
    for (const step of migrations.slice(versionOf(database))) database.exec(step);
    database.exec(`PRAGMA user_version = ${latestVersion}; COMMIT`);
  } catch (thrown) {
    database.exec('ROLLBACK');
    throw thrown;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}
