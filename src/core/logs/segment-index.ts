import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Store } from '../store/index.ts';

/** A container whose log is kept, also when the engine does not have it any more. */
export interface LogContainer {
  row: number;
  id: string;
  name: string;
  service: string;
}

export interface Segment {
  container: LogContainer;
  number: number;
  path: string;
  bytes: number;
  firstNano: bigint;
  lastNano: bigint;
  /** Complete: nothing will be added. */
  sealed: boolean;
}

/** Which segment files a stack has. The files are the truth: of a segment that is not sealed, the row may be a second old. */
export class SegmentIndex {
  readonly folder: string;
  readonly stack: string;
  readonly #store: Store;
  readonly #statements = new Map<string, StatementSync>();

  constructor(store: Store, stack: string, folder: string) {
    this.#store = store;
    this.stack = stack;
    this.folder = folder;
  }

  container(id: string, name: string, service: string): LogContainer {
    this.#prepare(
      `INSERT INTO log_container (stack, id, name, service) VALUES (?, ?, ?, ?)
       ON CONFLICT (stack, id) DO UPDATE SET name = excluded.name, service = excluded.service`,
    ).run(this.stack, id, name, service);
    const row = this.#prepare('SELECT row FROM log_container WHERE stack = ? AND id = ?').get(this.stack, id);
    return { row: Number(row?.['row']), id, name, service };
  }

  containers(): LogContainer[] {
    return this.#prepare('SELECT * FROM log_container WHERE stack = ? ORDER BY row')
      .all(this.stack)
      .map(toContainer);
  }

  segments(container: LogContainer): Segment[] {
    return this.#prepare('SELECT * FROM log_segment WHERE container = ? ORDER BY number')
      .all(container.row)
      .map((row) => this.#toSegment(container, row));
  }

  /** Of all containers, in nanoseconds; a second old at most. */
  newestNano(): bigint {
    const row = this.#prepare(
      `SELECT MAX(last_nano) AS newest FROM log_segment JOIN log_container ON log_container.row = container
       WHERE stack = ?`,
    ).get(this.stack);
    return BigInt((row?.['newest'] ?? 0) as bigint);
  }

  put(segment: Segment): void {
    this.#prepare(
      `INSERT INTO log_segment (container, number, bytes, first_nano, last_nano, sealed) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (container, number) DO UPDATE SET bytes = excluded.bytes, first_nano = excluded.first_nano,
         last_nano = excluded.last_nano, sealed = excluded.sealed`,
    ).run(
      segment.container.row,
      segment.number,
      segment.bytes,
      segment.firstNano,
      segment.lastNano,
      segment.sealed ? 1 : 0,
    );
  }

  /** Deletes the oldest complete segments until all together are at most `cap` bytes. */
  trim(cap: number): void {
    for (let total = this.#total(); total > cap; ) {
      const oldest = this.#prepare(
        `SELECT log_segment.*, log_container.id, log_container.name, log_container.service, log_container.row
         FROM log_segment JOIN log_container ON log_container.row = container
         WHERE stack = ? AND sealed = 1 ORDER BY last_nano LIMIT 1`,
      ).get(this.stack);
      if (!oldest) return;
      const segment = this.#toSegment(toContainer(oldest), oldest);
      this.remove(segment);
      total -= segment.bytes;
    }
  }

  remove(segment: Segment): void {
    rmSync(segment.path, { force: true });
    this.#prepare('DELETE FROM log_segment WHERE container = ? AND number = ?').run(
      segment.container.row,
      segment.number,
    );
  }

  forget(): void {
    rmSync(this.folder, { recursive: true, force: true });
    this.#prepare('DELETE FROM log_container WHERE stack = ?').run(this.stack);
  }

  path(container: LogContainer, number: number): string {
    const name = container.name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100);
    return join(this.folder, `${name}.${container.id.slice(0, 12)}.${String(number).padStart(6, '0')}.log`);
  }

  #total(): number {
    const row = this.#prepare(
      `SELECT SUM(bytes) AS total FROM log_segment JOIN log_container ON log_container.row = container WHERE stack = ?`,
    ).get(this.stack);
    return Number(row?.['total'] ?? 0);
  }

  #toSegment(container: LogContainer, row: Record<string, SQLOutputValue>): Segment {
    const number = Number(row['number']);
    return {
      container,
      number,
      path: this.path(container, number),
      bytes: Number(row['bytes']),
      firstNano: BigInt(row['first_nano'] as bigint),
      lastNano: BigInt(row['last_nano'] as bigint),
      sealed: Number(row['sealed']) === 1,
    };
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#store.database.prepare(sql);
      // Nanoseconds since the epoch are beyond what a number holds exactly.
      statement.setReadBigInts(true);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** The stacks of this project's name that logs are kept of, one for each engine. */
export function stacksNamed(store: Store, project: string): string[] {
  const end = ` ${project}`;
  return store.database
    .prepare('SELECT DISTINCT stack FROM log_container WHERE substr(stack, -length(?)) = ?')
    .all(end, end)
    .map((row) => String(row['stack']));
}

function toContainer(row: Record<string, SQLOutputValue>): LogContainer {
  return {
    row: Number(row['row']),
    id: String(row['id']),
    name: String(row['name']),
    service: String(row['service']),
  };
}
