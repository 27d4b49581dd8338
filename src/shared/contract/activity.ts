import { z } from 'zod';
import { batches, nothing, streamId, time } from './base.ts';

/** Something that happened to a stack, in words for people. */
export const activityEntry = z.object({
  /** Grows. */
  id: z.number(),
  time,
  project: z.string(),
  service: z.string().optional(),
  container: z.string().optional(),
  kind: z.enum([
    'created',
    'started',
    'stopped',
    'exited',
    'killed',
    'oom',
    'restarted',
    'health-lost',
    'health-back',
    'removed',
    'paused',
    'unpaused',
    'task',
    'engine',
  ]),
  level: z.enum(['note', 'good', 'warning', 'bad']),
  text: z.string(),
});
export type ActivityEntry = z.infer<typeof activityEntry>;

/** What a person who looks elsewhere wants to be told. */
export const notice = z.object({
  id: z.string(),
  time,
  kind: z.enum(['health-lost', 'oom', 'task-failed', 'check-finished', 'service-failed']),
  title: z.string(),
  body: z.string(),
  project: z.string().optional(),
  /** Where it is shown: a path of the page. */
  path: z.string().optional(),
});
export type Notice = z.infer<typeof notice>;

export const activity = {
  /** What is kept after this id (default: the last 200), then what happens. */
  follow: batches(
    z.object({ project: z.string().optional(), after: z.number().optional(), stream: streamId }),
    z.object({ entries: z.array(activityEntry), dropped: z.number(), checkpoint: z.number() }),
  ),
  /** Only what happens from now on. */
  notices: batches(nothing, notice),
};
