import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Store } from '../store/index.ts';
import type { Entry, Happening } from './activity.ts';

/** What is kept of one stack. */
const mostOfStack = 5_000;
/** How many may be written before the oldest go. */
const betweenPrunes = 100;

/** What happened, as rows of the store. Several processes write the same happenings: each is kept once, by its mark. */
export class ActivityTable {
  readonly #store: Store;
  readonly #statements = new Map<string, StatementSync>();
  readonly #written = new Map<string, number>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether it was new. */
  add(mark: string, { time, stack, service, container, kind, level, text }: Happening): boolean {
    const { changes } = this.#prepare(
      `INSERT OR IGNORE INTO activity (mark, time, stack, service, container, kind, level, text)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(mark, time, stack, service ?? null, container ?? null, kind, level, text);
    if (changes === 0) return false;
    const written = (this.#written.get(stack) ?? 0) + 1;
    this.#written.set(stack, written % betweenPrunes);
    if (written >= betweenPrunes) this.#prune(stack);
    return true;
  }

  /** The oldest first. */
  after(id: number, stack: string | undefined, limit: number): Entry[] {
    return this.#prepare(
      'SELECT * FROM activity WHERE id > ?1 AND (?2 IS NULL OR stack = ?2) ORDER BY id LIMIT ?3',
    )
      .all(id, stack ?? null, limit)
      .map(fromRow);
  }

  /** The id after which the last so many begin. */
  before(stack: string | undefined, last: number): number {
    const row = this.#prepare(
      'SELECT id FROM activity WHERE ?1 IS NULL OR stack = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2',
    ).get(stack ?? null, last);
    return Number(row?.['id'] ?? 0);
  }

  between(stack: string, since: number, until: number): Entry[] {
    return this.#prepare(
      "SELECT * FROM activity WHERE stack = ? AND time BETWEEN ? AND ? AND kind <> 'task' ORDER BY time, id",
    )
      .all(stack, since, until)
      .map(fromRow);
  }

  #prune(stack: string): void {
    this.#prepare(
      `DELETE FROM activity WHERE stack = ?1 AND id <=
         (SELECT id FROM activity WHERE stack = ?1 ORDER BY id DESC LIMIT 1 OFFSET ${mostOfStack})`,
    ).run(stack);
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

function fromRow(row: Record<string, SQLOutputValue>): Entry {
  return {
    id: Number(row['id']),
    time: Number(row['time']),
    stack: String(row['stack']),
    ...(row['service'] !== null && { service: String(row['service']) }),
    ...(row['container'] !== null && { container: String(row['container']) }),
    kind: row['kind'] as Entry['kind'],
    level: row['level'] as Entry['level'],
    text: String(row['text']),
  };
}
