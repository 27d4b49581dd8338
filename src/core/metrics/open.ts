import { addressOf } from '../engine/index.ts';
import type { Live, Sighting } from '../live/index.ts';
import type { Projects } from '../projects/index.ts';
import { type Lock, Locked, readSetting, type Store } from '../store/index.ts';
import { gridOver, onGrid } from './buckets.ts';
import { Meter } from './meter.ts';
import type { History, HistoryQuery, Load, Mark, Metrics, UsageOfServices } from './metrics.ts';
import type { MeasuredContainer } from './sampler.ts';
import { coarseStep, fineAge, fineStep, MetricsTable } from './table.ts';

const defaultHours = 24;
const hour = 3_600_000;

export interface MetricsOptions {
  store: Store;
  live: Live;
  projects: Projects;
  /** What happened to a project, by its name, in that time. */
  marks: (project: string, since: number, until: number) => Mark[];
}

/** Measures from now on, until it is disposed of. */
export function openMetrics(options: MetricsOptions): Metrics {
  return new LiveMetrics(options);
}

class LiveMetrics implements Metrics {
  readonly #options: MetricsOptions;
  readonly #table: MetricsTable;
  readonly #ended = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #meters = new Map<string, Meter>();
  readonly #stopListening: () => void;
  readonly #seeing: Promise<void>;
  #running = new Map<string, MeasuredContainer[]>();
  /** Of the engine whose address it names. */
  #lock: { address: string; lock: Promise<Lock | undefined> } | undefined;
  #condensedAt = 0;

  constructor(options: MetricsOptions) {
    this.#options = options;
    this.#table = new MetricsTable(options.store);
    this.#stopListening = options.projects.onChange(() => this.#attend());
    this.#seeing = this.#see(this.#ended.signal);
  }

  async *follow(project: string, signal: AbortSignal): AsyncGenerator<UsageOfServices, void> {
    const { name } = await this.#options.projects.get(project);
    if (this.#ended.signal.aborted) return;
    try {
      yield* this.#meter(name).watch(signal);
    } finally {
      this.#attend();
    }
  }

  async history({ project, services, since, until = Date.now(), points }: HistoryQuery): Promise<History> {
    const { name } = await this.#options.projects.get(project);
    const stack = this.#stack(name);
    const marks = this.#options.marks(name, since, until);
    if (stack === undefined) return { series: [], marks };
    const step = since < Date.now() - fineAge ? coarseStep : fineStep;
    const grid = gridOver(since, until, points, step);
    const asked = this.#table
      .services(stack)
      .filter((service) => services === undefined || services.includes(service));
    const series = asked.map((service) => onGrid(service, this.#table.read(stack, service, grid), grid));
    return {
      series: series.filter(({ cpuPercent }) => cpuPercent.some((value) => value !== null)),
      marks,
      keptSince: this.#table.keptSince(stack),
    };
  }

  loadOf(name: string): Load | undefined {
    if ((this.#running.get(name)?.length ?? 0) === 0) return undefined;
    const stack = this.#stack(name);
    const measured = this.#meters.get(name)?.load();
    if (measured || stack === undefined) return measured;
    return this.#table.newest(stack, Date.now() - 3 * fineStep);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    this.#stopListening();
    await Promise.all([this.#seeing, ...[...this.#meters.values()].map((meter) => meter.end())]);
    await (await this.#lock?.lock)?.release();
  }

  async #see(signal: AbortSignal): Promise<void> {
    for await (const sighting of this.#options.live.sightings.follow(signal)) {
      this.#running = runningIn(sighting);
      this.#attend();
    }
  }

  /** A meter for each opened project that runs; none for what nobody cares about any more. */
  #attend(): void {
    if (this.#ended.signal.aborted) return;
    const opened = this.#options.projects.opened().map(({ name }) => name);
    const cared = opened.filter((name) => this.#running.has(name));
    for (const name of cared) this.#meter(name);
    for (const [name, meter] of this.#meters) {
      if (cared.includes(name) || meter.watched) continue;
      this.#meters.delete(name);
      void meter.end();
    }
  }

  #meter(name: string): Meter {
    const had = this.#meters.get(name);
    if (had) return had;
    const { live } = this.#options;
    const meter = new Meter({
      containers: () => this.#running.get(name) ?? [],
      engine: async (signal) => {
        const engine = await live.engine({ signal });
        const { state } = live;
        return { engine, machineMemory: state.state === 'connected' ? state.machine?.memory : undefined };
      },
      keeps: () => this.#keeps(),
      keep: (rows) => {
        const stack = this.#stack(name);
        if (stack !== undefined) this.#table.add(stack, rows);
        this.#condense();
      },
      changed: () => {
        for (const listener of this.#listeners) listener();
      },
    });
    this.#meters.set(name, meter);
    return meter;
  }

  /** Several processes on one engine measure once: the one with the lock, until it ends. */
  async #keeps(): Promise<boolean> {
    const address = this.#address();
    if (address === undefined) return false;
    if (this.#lock?.address !== address) {
      const before = this.#lock?.lock;
      this.#lock = { address, lock: this.#takeLock(address, before) };
    }
    const { lock } = this.#lock;
    if (await lock) return true;
    // It is tried again at the next look.
    if (this.#lock?.lock === lock) this.#lock = undefined;
    return false;
  }

  async #takeLock(address: string, before: Promise<Lock | undefined> | undefined): Promise<Lock | undefined> {
    await (await before)?.release();
    try {
      return await this.#options.store.lock(`metrics of ${address}`, {
        holder: `who measures, pid ${process.pid}`,
      });
    } catch (thrown) {
      if (thrown instanceof Locked) return undefined;
      throw thrown;
    }
  }

  #condense(): void {
    const now = Date.now();
    if (now - this.#condensedAt < coarseStep) return;
    this.#condensedAt = now;
    this.#table.condense(now, (readSetting(this.#options.store, 'metrics-hours') ?? defaultHours) * hour);
  }

  #stack(name: string): string | undefined {
    const address = this.#address();
    return address === undefined ? undefined : `${address} ${name}`;
  }

  /** Of the engine that is there, or was. */
  #address(): string | undefined {
    const { state } = this.#options.live;
    return state.state === 'connecting' || !state.info ? undefined : addressOf(state.info.endpoint);
  }
}

function runningIn({ projects }: Sighting): Map<string, MeasuredContainer[]> {
  const running = new Map<string, MeasuredContainer[]>();
  for (const { name, containers } of projects) {
    const its = containers.filter(({ state, oneOff }) => state === 'running' && !oneOff);
    if (its.length > 0)
      running.set(
        name,
        its.map(({ id, service }) => ({ id, service })),
      );
  }
  return running;
}
