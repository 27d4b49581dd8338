import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import type { TaskOwner, TaskSnapshot, TaskState } from '../../shared/index.ts';
import type { Store } from '../store/index.ts';
import type { RememberedRequest, TaskFilter } from './task.ts';

/** Finished tasks that are remembered. */
export const historyLimit = 200;

/** The tasks of all processes as rows of the store. */
export class TaskTable {
  readonly #store: Store;
  readonly #statements = new Map<string, StatementSync>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Writes all of it; a request to cancel that came from outside stays. */
  put(task: TaskSnapshot, mark: string, request?: RememberedRequest): void {
    this.#prepare(
      `INSERT INTO task (id, kind, title, project, state, pid, process_started_at, process_mark, via, cancellable,
         started_at, ended_at, progress, error, request)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at,
         progress = excluded.progress, error = excluded.error, request = coalesce(excluded.request, request)`,
    ).run(
      task.id,
      task.kind,
      task.title,
      task.project ?? null,
      task.state,
      task.owner.pid,
      task.owner.startedAt,
      mark,
      task.owner.via,
      task.cancellable ? 1 : 0,
      task.startedAt,
      task.endedAt ?? null,
      JSON.stringify(task.progress),
      task.error ? JSON.stringify(task.error) : null,
      request ? JSON.stringify(request) : null,
    );
    if (task.state !== 'running') this.#prune();
  }

  list(filter: TaskFilter = {}): StoredTask[] {
    const rows = this.#prepare(
      `SELECT id, kind, title, project, state, pid, process_started_at, process_mark, via, cancellable, started_at,
         ended_at, error, iif(?4 AND state <> 'running', '[]', progress) AS progress
       FROM task WHERE (?1 IS NULL OR project = ?1) AND (?2 IS NULL OR (state = 'running') = ?2)
       ORDER BY started_at DESC, rowid DESC LIMIT ?3`,
    ).all(
      filter.project ?? null,
      filter.running === undefined ? null : Number(filter.running),
      filter.limit ?? -1,
      Number(filter.progress === 'running'),
    );
    return rows.map(fromRow);
  }

  running(): StoredTask[] {
    return this.#prepare("SELECT * FROM task WHERE state = 'running'").all().map(fromRow);
  }

  get(id: string): StoredTask | undefined {
    const row = this.#prepare('SELECT * FROM task WHERE id = ?').get(id);
    return row && fromRow(row);
  }

  markLost(id: string): void {
    this.#prepare("UPDATE task SET state = 'lost', ended_at = ? WHERE id = ? AND state = 'running'").run(
      Date.now(),
      id,
    );
  }

  requestCancel(id: string): void {
    this.#prepare('UPDATE task SET cancel_requested = 1 WHERE id = ?').run(id);
  }

  cancelRequested(id: string): boolean {
    return (
      this.#prepare('SELECT cancel_requested FROM task WHERE id = ?').get(id)?.['cancel_requested'] === 1
    );
  }

  /** Of a task that has its row already. */
  remember(id: string, request: RememberedRequest): void {
    this.#prepare('UPDATE task SET request = ? WHERE id = ?').run(JSON.stringify(request), id);
  }

  requestOf(id: string): RememberedRequest | undefined {
    const row = this.#prepare('SELECT request FROM task WHERE id = ?').get(id);
    return row && row['request'] !== null ? JSON.parse(String(row['request'])) : undefined;
  }

  remembered(): string[] {
    const rows = this.#prepare('SELECT id FROM task WHERE request IS NOT NULL').all();
    return rows.map((row) => String(row['id']));
  }

  /** Another number whenever another connection has written to the database. Costs no more than a look at shared memory. */
  version(): number {
    return Number(this.#prepare('PRAGMA data_version').get()?.['data_version']);
  }

  #prune(): void {
    this.#prepare(
      `DELETE FROM task WHERE state <> 'running' AND started_at <
         (SELECT started_at FROM task ORDER BY started_at DESC LIMIT 1 OFFSET ${historyLimit - 1})`,
    ).run();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#store.database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

export interface StoredTask {
  task: TaskSnapshot;
  /** Of the owner's process. */
  mark: string;
}

function fromRow(row: Record<string, SQLOutputValue>): StoredTask {
  const text = (name: string) => String(row[name]);
  const task: TaskSnapshot = {
    id: text('id'),
    kind: text('kind'),
    title: text('title'),
    state: text('state') as TaskState,
    owner: {
      pid: Number(row['pid']),
      startedAt: Number(row['process_started_at']),
      via: text('via') as TaskOwner['via'],
    },
    cancellable: row['cancellable'] === 1,
    startedAt: Number(row['started_at']),
    progress: JSON.parse(text('progress')),
  };
  if (row['project'] !== null) task.project = text('project');
  if (row['ended_at'] !== null) task.endedAt = Number(row['ended_at']);
  if (row['error'] !== null) task.error = JSON.parse(text('error'));
  return { task, mark: text('process_mark') };
}
