import { type Connection, settings } from './connection.ts';
import type { CallOptions, DiskDetails, DiskUsage } from './engine.ts';
import { EngineRefusedError } from './errors.ts';
import { pause } from './pause.ts';

/** What the engine sends, as far as we read it; Podman leaves parts out. */
interface RawDiskUsage {
  LayersSize?: number;
  Images?:
    | {
        Id: string;
        RepoTags?: string[] | null;
        Size?: number;
        SharedSize?: number;
        Created?: number;
      }[]
    | null;
  Containers?:
    | {
        Id: string;
        Names?: string[] | null;
        Image?: string;
        ImageID?: string;
        State?: string;
        Labels?: Record<string, string> | null;
        SizeRw?: number;
        Created?: number;
        Mounts?: { Type?: string; Name?: string }[] | null;
      }[]
    | null;
  Volumes?:
    | {
        Name: string;
        Labels?: Record<string, string> | null;
        CreatedAt?: string;
        UsageData?: { Size?: number } | null;
      }[]
    | null;
  BuildCache?:
    | {
        ID: string;
        Type?: string;
        Description?: string;
        Size?: number;
        InUse?: boolean;
        Shared?: boolean;
        CreatedAt?: string;
        LastUsedAt?: string | null;
      }[]
    | null;
}

/** How long to wait until an engine that measures for somebody else is asked again, in milliseconds. */
const busyPause = 200;

/** What the engine's things take on its disk. The engine walks its volumes for it: seconds, not milliseconds. */
export async function readDiskUsage(connection: Connection, options?: CallOptions): Promise<DiskUsage> {
  const usage = await measure(connection, options);
  return {
    images: usage.LayersSize ?? 0,
    containers: total(usage.Containers, (container) => container.SizeRw),
    // -1 stands for a volume whose driver does not tell.
    volumes: total(usage.Volumes, (volume) => Math.max(0, volume.UsageData?.Size ?? 0)),
    buildCache: total(usage.BuildCache, (record) => (record.Shared ? 0 : record.Size)),
  };
}

export async function readDiskDetails(connection: Connection, options?: CallOptions): Promise<DiskDetails> {
  return toDiskDetails(await measure(connection, options));
}

export function toDiskDetails(usage: RawDiskUsage): DiskDetails {
  return {
    layersSize: usage.LayersSize ?? 0,
    images: (usage.Images ?? []).map(({ Id, RepoTags, Size = 0, SharedSize = 0, Created = 0 }) => ({
      id: Id,
      names: (RepoTags ?? []).filter((name) => name !== '<none>:<none>'),
      size: Size,
      ownSize: Size - Math.max(0, SharedSize),
      createdAt: Created * 1000,
    })),
    containers: (usage.Containers ?? []).map((container) => ({
      id: container.Id,
      name: (container.Names?.[0] ?? container.Id).replace(/^\//, ''),
      imageId: container.ImageID ?? '',
      image: container.Image ?? '',
      state: container.State ?? 'unknown',
      labels: container.Labels ?? {},
      size: container.SizeRw ?? 0,
      createdAt: (container.Created ?? 0) * 1000,
      volumes: (container.Mounts ?? [])
        .filter(({ Type, Name }) => Type === 'volume' && Name !== undefined)
        .map(({ Name }) => Name as string),
    })),
    volumes: (usage.Volumes ?? []).map(({ Name, Labels, CreatedAt, UsageData }) => ({
      name: Name,
      labels: Labels ?? {},
      size: UsageData?.Size === undefined || UsageData.Size < 0 ? undefined : UsageData.Size,
      createdAt: toTime(CreatedAt),
    })),
    buildCache: (usage.BuildCache ?? []).map((record) => ({
      id: record.ID,
      type: record.Type ?? '',
      description: record.Description ?? '',
      size: record.Size ?? 0,
      inUse: record.InUse ?? false,
      shared: record.Shared ?? false,
      createdAt: toTime(record.CreatedAt),
      lastUsedAt: toTime(record.LastUsedAt),
    })),
  };
}

/** See `Engine.pruneBuildCache`. The engine takes but one value as a filter; that one may be an expression. */
export async function pruneBuildCache(
  connection: Connection,
  ids: readonly string[],
  { signal }: CallOptions = {},
): Promise<{ ids: string[]; bytes: number }> {
  const known = ids.filter((id) => /^[a-z0-9]+$/i.test(id));
  if (known.length === 0) return { ids: [], bytes: 0 };
  const filters = { id: [`/^(${known.join('|')})$/`] };
  const answer = (await connection.ask('remove records of the build cache', signal, (abortSignal) =>
    connection.dial({
      method: 'POST',
      path: '/build/prune?',
      options: settings(abortSignal, { all: true, filters: JSON.stringify(filters) }),
    }),
  )) as { CachesDeleted?: string[] | null; SpaceReclaimed?: number };
  return { ids: answer.CachesDeleted ?? [], bytes: answer.SpaceReclaimed ?? 0 };
}

/** An engine of before API 1.42 refuses to measure for two at once: then it is asked again. */
async function measure(connection: Connection, { signal }: CallOptions = {}): Promise<RawDiskUsage> {
  for (;;) {
    try {
      return (await connection.ask('measure its disk usage', signal, (abortSignal) =>
        connection.docker.df(settings(abortSignal)),
      )) as RawDiskUsage;
    } catch (thrown) {
      if (!(thrown instanceof EngineRefusedError && /already running/i.test(thrown.reason))) throw thrown;
      await pause(busyPause, signal);
    }
  }
}

function total<Thing>(
  things: Thing[] | null | undefined,
  sizeOf: (thing: Thing) => number | undefined,
): number {
  return (things ?? []).reduce((sum, thing) => sum + (sizeOf(thing) ?? 0), 0);
}

/** Undefined for what is no time, and for the year 1, by which engines say that there was none. */
function toTime(text: string | null | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return time > 0 ? time : undefined;
}
