import { type Connection, settings } from './connection.ts';
import type { CallOptions, DiskUsage } from './engine.ts';

interface RawDiskUsage {
  LayersSize?: number;
  Containers?: { SizeRw?: number }[] | null;
  Volumes?: { UsageData?: { Size?: number } | null }[] | null;
  BuildCache?: { Size?: number; Shared?: boolean }[] | null;
}

/** What the engine's things take on its disk. The engine walks its volumes for it: seconds, not milliseconds. */
export async function readDiskUsage(
  connection: Connection,
  { signal }: CallOptions = {},
): Promise<DiskUsage> {
  const usage = (await connection.ask('measure its disk usage', signal, (abortSignal) =>
    connection.docker.df(settings(abortSignal)),
  )) as RawDiskUsage;
  return {
    images: usage.LayersSize ?? 0,
    containers: total(usage.Containers, (container) => container.SizeRw),
    // -1 stands for a volume whose driver does not tell.
    volumes: total(usage.Volumes, (volume) => Math.max(0, volume.UsageData?.Size ?? 0)),
    buildCache: total(usage.BuildCache, (record) => (record.Shared ? 0 : record.Size)),
  };
}

function total<Thing>(
  things: Thing[] | null | undefined,
  sizeOf: (thing: Thing) => number | undefined,
): number {
  return (things ?? []).reduce((sum, thing) => sum + (sizeOf(thing) ?? 0), 0);
}
