import { z } from 'zod';
import type { TaskSnapshot } from '../task.ts';
import { call, done, errorData, started, states, time } from './base.ts';

export const taskSnapshot: z.ZodType<TaskSnapshot> = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  project: z.exactOptional(z.string()),
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'lost']),
  owner: z.object({ pid: z.number(), startedAt: time, via: z.enum(['cli', 'app', 'web', 'hook']) }),
  cancellable: z.boolean(),
  startedAt: time,
  endedAt: z.exactOptional(time),
  progress: z.array(
    z.object({
      id: z.string(),
      parent: z.exactOptional(z.string()),
      title: z.string(),
      state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
      text: z.exactOptional(z.string()),
      service: z.exactOptional(z.string()),
      waitsFor: z.exactOptional(z.array(z.string())),
      current: z.exactOptional(z.number()),
      total: z.exactOptional(z.number()),
      unit: z.exactOptional(z.enum(['bytes', 'steps', 'files'])),
      startedAt: z.exactOptional(time),
      endedAt: z.exactOptional(time),
    }),
  ),
  error: z.exactOptional(errorData),
});

const byId = z.object({ id: z.string() });

export const tasks = {
  /** Those of every process on this machine: all that run and the newest of the others, newest first, without progress of ended ones. */
  follow: states(
    z.object({ project: z.string().optional(), limit: z.number().int().min(1).max(500).optional() }),
    z.array(z.intersection(taskSnapshot, z.object({ retryable: z.boolean() }))),
  ),
  /** One with all its progress, until it has ended. */
  followOne: states(byId, taskSnapshot),
  cancel: call(byId, done),
  /** Does again what it did, with the same wishes. */
  retry: call(byId, started),
};
