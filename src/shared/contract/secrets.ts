import { z } from 'zod';
import { call, done, errorData, nothing, states, time, where } from './base.ts';

/** Names, never values. */
export const secretView = z.object({
  name: z.string(),
  /** Whether a value is there. */
  state: z.enum(['present', 'missing']),
  scope: z.enum(['project', 'user']).optional(),
  origin: z.enum(['set', 'generated', 'fetched']).optional(),
  changedAt: time.optional(),
  /** Services and blocks that need it. */
  neededBy: z.array(z.string()),
  description: z.string().optional(),
  /** How to get it, on a command line. */
  remedy: z.string().optional(),
  /** What whoever declared it says of how to get it. */
  help: z.string().optional(),
  /** The command of its source, in words. */
  source: z.string().optional(),
  problem: z.string().optional(),
  where: where.optional(),
});
export type SecretView = z.infer<typeof secretView>;

export const secretsView = z.object({
  secrets: z.array(secretView),
  key: z.enum(['keychain', 'file']),
  /** Why the files of the project, or those of the secrets, cannot be read. */
  problem: errorData.optional(),
});
export type SecretsView = z.infer<typeof secretsView>;

const scoped = z.object({
  /** The project whose it is; absent: the user's. */
  project: z.string().optional(),
  name: z
    .string()
    .max(200)
    .regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/),
});

export const secrets = {
  /** With a project: what it needs and what it has; without: the user's own. Missing ones first. */
  follow: states(z.object({ project: z.string().optional() }), secretsView),
  set: call(scoped.extend({ value: z.string().min(1).max(65_536) }), done),
  delete: call(scoped, done),
  /** Asks the sources of a project anew. */
  refresh: call(z.object({ project: z.string() }), nothing),
};
