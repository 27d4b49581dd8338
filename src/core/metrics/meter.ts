import type { Engine } from '../engine/index.ts';
import { Latest } from '../live/index.ts';
import { Bell } from '../waiting/index.ts';
import type { Row } from './buckets.ts';
import { Collected } from './collected.ts';
import type { Load, UsageOfServices } from './metrics.ts';
import { type MeasuredContainer, Sampler } from './sampler.ts';
import { fineStep } from './table.ts';

/** While somebody looks, in milliseconds. */
const watchedPause = 1_000;
/** A load that is older says nothing about now. */
const freshMilliseconds = 2.5 * fineStep;

/** What a meter asks of whoever has it. */
export interface Surroundings {
  /** The project's running containers, as they were last seen. */
  containers(): readonly MeasuredContainer[];
  engine(signal: AbortSignal): Promise<{ engine: Engine; machineMemory: number | undefined }>;
  /** Whether this process is the one that measures on this engine and keeps it. */
  keeps(): Promise<boolean>;
  keep(rows: { service: string; row: Row }[]): void;
  changed(): void;
}

/**
 * Measures one project: about once a second while somebody looks, else where the kept steps meet. A process that is not
 * the one to keep it measures only while somebody looks.
 */
export class Meter {
  readonly usage = new Latest<UsageOfServices>();
  readonly #around: Surroundings;
  readonly #sampler = new Sampler();
  readonly #collected = new Collected();
  readonly #ended = new AbortController();
  readonly #begun = new Bell();
  readonly #running: Promise<void>;
  #step = stepOf(Date.now());
  #watchers = 0;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#running = this.#run(this.#ended.signal);
  }

  get watched(): boolean {
    return this.#watchers > 0;
  }

  async *watch(signal: AbortSignal): AsyncGenerator<UsageOfServices, void> {
    this.#watchers++;
    this.#begun.ring();
    try {
      yield* this.usage.follow(signal);
    } finally {
      this.#watchers--;
    }
  }

  load(): Load | undefined {
    const newest = this.usage.value;
    if (!newest || Date.now() - newest.time > freshMilliseconds) return undefined;
    const usages = Object.values(newest.services);
    if (usages.length === 0) return undefined;
    return {
      cpuPercent: usages.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0),
      memoryUsed: usages.reduce((sum, { memoryUsed }) => sum + memoryUsed, 0),
    };
  }

  async end(): Promise<void> {
    this.#ended.abort();
    this.usage.close();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const begun = Date.now();
      // An engine that is away, a store that cannot be written: a gap in the chart. Both are told elsewhere.
      await this.#look(signal).catch(() => {});
      const due = this.watched ? begun + watchedPause : stepOf(begun) + fineStep;
      await this.#begun.next(signal, Math.max(0, due - Date.now()));
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const containers = this.#around.containers();
    if (containers.length === 0) {
      if (this.watched) this.usage.set({ time: Date.now(), services: {} });
      return;
    }
    const keeps = await this.#around.keeps();
    if (!keeps && !this.watched) return;
    const { engine, machineMemory } = await this.#around.engine(signal);
    const services = await this.#sampler.sample(engine, containers, machineMemory, signal);
    const known = Object.keys(services).length > 0;
    // At the first look nothing is known yet: better said later than said wrong.
    if (known) {
      this.usage.set({ time: Date.now(), services });
      this.#around.changed();
    }
    this.#collected.add(services);
    const step = stepOf(Date.now());
    if (step === this.#step) return;
    this.#step = step;
    const rows = this.#collected.take(step - fineStep);
    if (keeps) this.#around.keep(rows);
  }
}

function stepOf(time: number): number {
  return Math.floor(time / fineStep) * fineStep;
}
