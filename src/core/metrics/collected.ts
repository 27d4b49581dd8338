import type { Row } from './buckets.ts';
import { type Column, columns, isLevel, type Usage } from './metrics.ts';

/** Gathers what is measured of the services of a project until it is kept: one row a service and step. */
export class Collected {
  readonly #services = new Map<string, Usage[]>();

  add(services: Record<string, Usage>): void {
    for (const [service, usage] of Object.entries(services)) {
      const had = this.#services.get(service);
      if (had) had.push(usage);
      else this.#services.set(service, [usage]);
    }
  }

  /** Answers one row a service for the step that begins at `time`, and begins anew. */
  take(time: number): { service: string; row: Row }[] {
    const taken = [...this.#services].map(([service, usages]) => ({
      service,
      row: { time, ...condensed(usages) },
    }));
    this.#services.clear();
    return taken;
  }
}

function condensed(usages: readonly Usage[]): Record<Column, number> {
  const of = (column: Column) => {
    const values = usages.map((usage) => usage[column]);
    if (isLevel(column)) return Math.max(...values);
    return values.reduce((total, value) => total + value, 0) / values.length;
  };
  return Object.fromEntries(columns.map((column) => [column, of(column)])) as Record<Column, number>;
}
