import { z } from 'zod';
import { bytes, call, errorData, nothing, started, states, time } from './base.ts';

export const engineInfo = z.object({
  /** Where it was found: `DOCKER_HOST`, `context colima`, a socket. */
  source: z.string(),
  product: z.enum(['docker', 'podman']),
  version: z.string(),
  apiVersion: z.string(),
  operatingSystem: z.string(),
  local: z.boolean(),
  buildKit: z.boolean(),
  /** As people write it: `unix:///var/run/docker.sock`. */
  address: z.string(),
});

export const engineStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connecting'), since: time }),
  z.object({
    state: z.literal('connected'),
    since: time,
    info: engineInfo,
    machine: z
      .object({ system: z.string(), architecture: z.string(), cpus: z.number(), memory: bytes })
      .optional(),
  }),
  /** It was there (or is named) and does not answer; it is tried again by itself. */
  z.object({ state: z.literal('away'), since: time, error: errorData, info: engineInfo.optional() }),
]);
export type EngineStatus = z.infer<typeof engineStatus>;

export const foundEngine = z.object({
  /** What `choose` takes. */
  id: z.string(),
  title: z.string(),
  address: z.string(),
  kind: z.enum(['environment', 'context', 'socket']),
  answers: z.boolean(),
  version: z.string().optional(),
  product: z.string().optional(),
  problem: z.string().optional(),
  chosen: z.boolean(),
});
export type FoundEngine = z.infer<typeof foundEngine>;

export const diskItem = z.object({
  /** Unique in its kind. */
  id: z.string(),
  name: z.string(),
  size: bytes,
  usedBy: z.array(z.string()),
  project: z.string().optional(),
  createdAt: time.optional(),
});
export const diskReport = z.object({
  kinds: z.array(
    z.object({
      kind: z.enum(['images', 'containers', 'volumes', 'build-cache']),
      size: bytes,
      /** Of it, what nothing uses. */
      reclaimable: bytes,
      count: z.number(),
      /** The largest, at most 200. */
      items: z.array(diskItem),
    }),
  ),
  measuredAt: time,
});
export type DiskReport = z.infer<typeof diskReport>;

export const cleanUpKind = z.enum([
  'dangling-images',
  'unused-images',
  'stopped-containers',
  'build-cache',
  'unused-volumes',
]);
export type CleanUpKind = z.infer<typeof cleanUpKind>;

export const cleanUpPlan = z.object({
  groups: z.array(
    z.object({
      kind: cleanUpKind,
      size: bytes,
      /** Whether something would be gone that cannot be made again. */
      losesData: z.boolean(),
      /** In a sentence, what these are and why they may go. */
      text: z.string(),
      items: z.array(diskItem),
    }),
  ),
});
export type CleanUpPlan = z.infer<typeof cleanUpPlan>;

export const engines = {
  follow: states(nothing, engineStatus),
  /** All that can be found, asked in parallel. */
  list: call(nothing, z.array(foundEngine)),
  /** Uses this one from now on (undefined: the one that is found first), in this process and, as a setting, the next. */
  choose: call(z.object({ id: z.string().optional() }), engineStatus),
  disk: call(nothing, diskReport),
  planCleanUp: call(nothing, cleanUpPlan),
  /** Removes exactly these and nothing that came or was taken into use meanwhile. */
  cleanUp: call(
    z.object({ items: z.array(z.object({ kind: cleanUpKind, id: z.string() })).max(10_000) }),
    started,
  ),
};
