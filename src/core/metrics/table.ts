import type { StatementSync } from 'node:sqlite';
import type { Store } from '../store/index.ts';
import type { Grid, Row } from './buckets.ts';
import { type Column, columns, isLevel, type Load } from './metrics.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** What is measured is kept in steps of so many milliseconds for an hour, then in coarse ones. */
export const fineStep = 10 * second;
export const coarseStep = minute;
export const fineAge = hour;

/**
 * At most so many rows of all projects together, about 75 bytes each (30 MB): a service of which a day is kept has
 * 1,800, so that it is reached with more than 200 of them.
 */
const rowCap = 400_000;

const names: Record<Column, string> = {
  cpuPercent: 'cpu_percent',
  memoryUsed: 'memory_used',
  memoryLimit: 'memory_limit',
  networkReceived: 'network_received',
  networkSent: 'network_sent',
  blockRead: 'block_read',
  blockWritten: 'block_written',
};
const columnList = columns.map((column) => names[column]).join(', ');
const condensedList = columns
  .map((column) => `${isLevel(column) ? 'max' : 'avg'}(${names[column]}) AS ${names[column]}`)
  .join(', ');

/** What was measured, in the store. A stack is a project on an engine. */
export class MetricsTable {
  readonly #store: Store;
  readonly #statements = new Map<string, StatementSync>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Rows that are there already are replaced. */
  add(stack: string, taken: readonly { service: string; row: Row }[]): void {
    if (taken.length === 0) return;
    this.#atOnce(() => {
      const insert = this.#sql(
        `INSERT OR REPLACE INTO metric_sample (series, step, time, ${columnList})
         VALUES (?, ?, ?, ${columns.map(() => '?').join(', ')})`,
      );
      for (const { service, row } of taken)
        insert.run(this.#series(stack, service), fineStep, row.time, ...columns.map((column) => row[column]));
    });
  }

  services(stack: string): string[] {
    return this.#sql('SELECT service FROM metric_series WHERE stack = ? ORDER BY service')
      .all(stack)
      .map(({ service }) => String(service));
  }

  /** One row for each point of the grid at which something was measured. */
  read(stack: string, service: string, grid: Grid): Row[] {
    const series = this.#seriesOf(stack, service);
    if (series === undefined) return [];
    const coarse = grid.width % coarseStep === 0;
    const fineFrom = coarse ? this.#coarseEnd(series) : 0;
    const rows = this.#sql(
      `SELECT CAST((time - ?) / ? AS INTEGER) AS point, ${condensedList} FROM metric_sample
       WHERE series = ? AND ((step = ${fineStep} AND time >= ?) OR (step = ${coarseStep} AND time < ?))
         AND time >= ? AND time < ?
       GROUP BY point`,
    ).all(
      grid.start,
      grid.width,
      series,
      fineFrom,
      fineFrom,
      grid.start,
      grid.start + grid.width * grid.count,
    );
    return rows.map((row) => ({
      time: grid.start + Number(row['point']) * grid.width,
      ...(Object.fromEntries(columns.map((column) => [column, Number(row[names[column]])])) as Record<
        Column,
        number
      >),
    }));
  }

  /** The sum over the services of the newest step since then; undefined when there is none. */
  newest(stack: string, since: number): Load | undefined {
    const row = this.#sql(
      `SELECT sum(cpu_percent) AS cpu, sum(memory_used) AS memory FROM metric_sample JOIN metric_series ON series = row
       WHERE stack = ?1 AND step = ${fineStep} AND time =
         (SELECT max(time) FROM metric_sample JOIN metric_series ON series = row
          WHERE stack = ?1 AND step = ${fineStep} AND time >= ?2)`,
    ).get(stack, since);
    if (row === undefined || row['cpu'] === null) return undefined;
    return { cpuPercent: Number(row['cpu']), memoryUsed: Number(row['memory']) };
  }

  keptSince(stack: string): number | undefined {
    const row = this.#sql(
      'SELECT min(time) AS time FROM metric_sample JOIN metric_series ON series = row WHERE stack = ?',
    ).get(stack);
    return row?.['time'] == null ? undefined : Number(row['time']);
  }

  /** Puts minutes that are over together into coarse steps, and forgets what is older than `keptMilliseconds`. */
  condense(now: number, keptMilliseconds: number): void {
    this.#atOnce(() => {
      // One by one: all at once would read every row that there is.
      for (const { row } of this.#sql('SELECT row FROM metric_series').all()) {
        const series = Number(row);
        this.#condenseSeries(series, Math.floor(now / coarseStep) * coarseStep);
        this.#forget(series, fineStep, now - Math.min(fineAge, keptMilliseconds));
        this.#forget(series, coarseStep, now - keptMilliseconds);
      }
      this.#keepWithin(rowCap);
      this.#sql(
        'DELETE FROM metric_series WHERE NOT EXISTS (SELECT 1 FROM metric_sample WHERE series = metric_series.row)',
      ).run();
    });
  }

  #condenseSeries(series: number, until: number): void {
    this.#sql(
      `INSERT OR REPLACE INTO metric_sample (series, step, time, ${columnList})
       SELECT series, ${coarseStep}, time / ${coarseStep} * ${coarseStep} AS minute, ${condensedList}
       FROM metric_sample WHERE series = ? AND step = ${fineStep} AND time >= ? AND time < ?
       GROUP BY minute`,
    ).run(series, this.#coarseEnd(series), until);
  }

  #forget(series: number, step: number, before: number): void {
    this.#sql('DELETE FROM metric_sample WHERE series = ? AND step = ? AND time < ?').run(
      series,
      step,
      before,
    );
  }

  #keepWithin(cap: number): void {
    const rows = Number(this.#sql('SELECT count(*) AS rows FROM metric_sample').get()?.['rows']);
    if (rows <= cap) return;
    const cut = this.#sql('SELECT time FROM metric_sample ORDER BY time LIMIT 1 OFFSET ?').get(rows - cap);
    if (cut) this.#sql('DELETE FROM metric_sample WHERE time < ?').run(Number(cut['time']));
  }

  /** Up to when a series is in coarse steps. */
  #coarseEnd(series: number): number {
    const row = this.#sql(
      `SELECT max(time) AS time FROM metric_sample WHERE series = ? AND step = ${coarseStep}`,
    ).get(series);
    return row?.['time'] == null ? 0 : Number(row['time']) + coarseStep;
  }

  #series(stack: string, service: string): number {
    this.#sql('INSERT OR IGNORE INTO metric_series (stack, service) VALUES (?, ?)').run(stack, service);
    return this.#seriesOf(stack, service) as number;
  }

  #seriesOf(stack: string, service: string): number | undefined {
    const row = this.#sql('SELECT row FROM metric_series WHERE stack = ? AND service = ?').get(
      stack,
      service,
    );
    return row === undefined ? undefined : Number(row['row']);
  }

  #atOnce(act: () => void): void {
    this.#store.database.exec('BEGIN IMMEDIATE');
    try {
      act();
      this.#store.database.exec('COMMIT');
    } catch (thrown) {
      this.#store.database.exec('ROLLBACK');
      throw thrown;
    }
  }

  #sql(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#store.database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
