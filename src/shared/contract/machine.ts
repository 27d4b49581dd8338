import { z } from 'zod';
import { call, done, nothing } from './base.ts';

export const finding = z.object({
  level: z.enum(['ok', 'note', 'warning', 'error']),
  topic: z.string(),
  what: z.string(),
  remedy: z.string().optional(),
});
export type FindingView = z.infer<typeof finding>;

export const doctor = {
  examine: call(
    z.object({ project: z.string().optional() }),
    z.object({ findings: z.array(finding), engine: z.boolean() }),
  ),
};

export const setting = z.object({
  name: z.string(),
  about: z.string(),
  /** What holds when it is not set. */
  unset: z.string(),
  /** As it would be typed; absent when it is not set. */
  value: z.string().optional(),
});
export type SettingView = z.infer<typeof setting>;

export const settings = {
  list: call(nothing, z.array(setting)),
  set: call(z.object({ name: z.string(), value: z.string() }), done),
  reset: call(z.object({ name: z.string() }), done),
};
