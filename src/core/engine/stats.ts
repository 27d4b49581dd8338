import { type Connection, containerOf, settings } from './connection.ts';
import type { CallOptions, ContainerCounters, ContainerStats } from './engine.ts';
import { absent } from './errors.ts';
import { readJsonLines } from './json-lines.ts';

/** One sample about every second, for as long as the container is there. */
export async function* readStats(
  connection: Connection,
  id: string,
  { signal }: CallOptions = {},
): AsyncGenerator<ContainerStats> {
  const doing = `read the statistics of the container ${id}`;
  const response = await connection.open(doing, signal, (abortSignal) =>
    containerOf(connection, id).stats({ stream: true, ...settings(abortSignal, { stream: true }) }),
  );
  try {
    for await (const sample of readJsonLines<RawStats>(response)) yield toContainerStats(sample);
  } catch (thrown) {
    throw connection.failure(thrown, doing, signal);
  } finally {
    response.destroy();
  }
}

/** See `ContainerCalls.statsOnce`. */
export async function readStatsOnce(
  connection: Connection,
  id: string,
  { signal }: CallOptions = {},
): Promise<ContainerCounters | undefined> {
  const query = { stream: false, ...(connection.atLeast('1.41') && { 'one-shot': true }) };
  const raw = await connection
    .ask(
      `read the statistics of the container ${id}`,
      signal,
      (abortSignal) =>
        containerOf(connection, id).stats({
          stream: false,
          ...settings(abortSignal, query),
        }) as Promise<unknown>,
    )
    .catch(absent);
  return raw === undefined ? undefined : toContainerCounters(raw as RawStats);
}

interface CpuStats {
  cpu_usage?: { total_usage?: number; percpu_usage?: number[] | null };
  system_cpu_usage?: number;
  online_cpus?: number;
}

/** What the engine sends, as far as we read it; any part may be missing. */
export interface RawStats {
  read: string;
  pids_stats?: { current?: number };
  cpu_stats?: CpuStats;
  precpu_stats?: CpuStats;
  memory_stats?: { usage?: number; limit?: number; stats?: Record<string, number> };
  networks?: Record<string, { rx_bytes: number; tx_bytes: number }> | null;
  blkio_stats?: { io_service_bytes_recursive?: { op: string; value: number }[] | null };
}

/** Undefined for a container that does not run: it has the year 1. */
export function toContainerCounters(raw: RawStats): ContainerCounters | undefined {
  const time = Date.parse(raw.read);
  if (!(time > 0)) return undefined;
  return {
    ...usedBy(raw),
    time,
    cpuTime: raw.cpu_stats?.cpu_usage?.total_usage ?? 0,
  };
}

export function toContainerStats(raw: RawStats): ContainerStats {
  const time = Date.parse(raw.read);
  return {
    // A container that does not run has the year 1.
    time: time > 0 ? time : Date.now(),
    cpuPercent: cpuPercent(raw),
    ...usedBy(raw),
  };
}

function usedBy(raw: RawStats): Omit<ContainerStats, 'time' | 'cpuPercent'> {
  const networks = Object.values(raw.networks ?? {});
  return {
    memoryUsed: memoryUsed(raw),
    memoryLimit: raw.memory_stats?.limit ?? 0,
    networkReceived: sum(networks.map((network) => network.rx_bytes)),
    networkSent: sum(networks.map((network) => network.tx_bytes)),
    blockRead: blockBytes(raw, 'read'),
    blockWritten: blockBytes(raw, 'write'),
    processes: raw.pids_stats?.current ?? 0,
  };
}

/** As `docker stats` computes it: the container's share of the machine's time since the sample before, in CPUs. */
function cpuPercent({ cpu_stats: now, precpu_stats: before }: RawStats): number {
  // The first sample has nothing before it.
  if (!before?.system_cpu_usage || !now?.system_cpu_usage) return 0;
  const used = (now.cpu_usage?.total_usage ?? 0) - (before.cpu_usage?.total_usage ?? 0);
  const passed = now.system_cpu_usage - before.system_cpu_usage;
  const cpus = now.online_cpus || now.cpu_usage?.percpu_usage?.length || 1;
  return used > 0 && passed > 0 ? (used / passed) * cpus * 100 : 0;
}

/** Without the page cache that the kernel could give back: `total_inactive_file` on cgroup v1, `inactive_file` on v2. */
function memoryUsed({ memory_stats: memory }: RawStats): number {
  const used = memory?.usage ?? 0;
  const cache = memory?.stats?.['total_inactive_file'] ?? memory?.stats?.['inactive_file'] ?? 0;
  return cache < used ? used - cache : used;
}

function blockBytes(raw: RawStats, operation: 'read' | 'write'): number {
  const entries = raw.blkio_stats?.io_service_bytes_recursive ?? [];
  return sum(entries.filter(({ op }) => op.toLowerCase() === operation).map(({ value }) => value));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
