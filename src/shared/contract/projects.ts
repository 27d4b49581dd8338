import { z } from 'zod';
import { bytes, call, done, errorData, nothing, started, states, time } from './base.ts';

export const stackState = z.enum(['absent', 'stopped', 'partial', 'running', 'unknown']);
export type StackState = z.infer<typeof stackState>;

export const projectSummary = z.object({
  /** Stable for its folder (for a stack that only the engine knows: for its name). */
  id: z.string(),
  name: z.string(),
  /** Absolute; absent when only the engine knows the stack. */
  folder: z.string().optional(),
  /** Opened by the user, or merely seen on the engine. */
  kind: z.enum(['opened', 'seen']),
  branch: z.string().optional(),
  state: stackState,
  /** Of the services of the files (for one that was merely seen: of its containers). */
  services: z.object({ total: z.number(), ready: z.number(), waiting: z.number(), failed: z.number() }),
  /** Of all its containers, when it is measured. */
  load: z.object({ cpuPercent: z.number(), memoryUsed: bytes }).optional(),
  openedAt: time.optional(),
  /** Why its files do not load. */
  problem: errorData.optional(),
  /** The task that works on it now. */
  task: z.string().optional(),
});
export type ProjectSummary = z.infer<typeof projectSummary>;

export const folderListing = z.object({
  path: z.string(),
  parent: z.string().optional(),
  folders: z.array(
    z.object({ name: z.string(), path: z.string(), hasComposeFile: z.boolean(), isRepository: z.boolean() }),
  ),
  /** When there were more than are listed. */
  omitted: z.number(),
  /** Whether this folder itself could be added. */
  hasComposeFile: z.boolean(),
});
export type FolderListing = z.infer<typeof folderListing>;

const byProject = z.object({ project: z.string() });

export const projects = {
  /** Opened ones by when they were last opened, then those that were merely seen on the engine. */
  follow: states(nothing, z.array(projectSummary)),
  /** Opens a folder that has a Compose file; opening it again brings it to the top. */
  add: call(z.object({ folder: z.string() }), projectSummary),
  /** Clones into a new folder below `parentFolder`, then opens it. The task's title and progress say where and how far. */
  clone: call(
    z.object({ url: z.string(), parentFolder: z.string(), folderName: z.string().optional() }),
    started,
  ),
  /** Forgets it; neither its files nor its stack are touched. */
  forget: call(byProject, done),
  /** Folders for a chooser. Without a path: the user's home. */
  folders: call(z.object({ path: z.string().optional() }), folderListing),
  /** The sample that is shipped, copied to a folder of the user's and opened. */
  openSample: call(nothing, projectSummary),
};
