import { z } from 'zod';
import { call, done, states, where } from './base.ts';

export const findingView = z.object({
  /** Stable for this rule at this place. */
  id: z.string(),
  code: z.string(),
  severity: z.enum(['deny', 'warn', 'note']),
  message: z.string(),
  explanation: z.string(),
  remedy: z.string(),
  service: z.string().optional(),
  block: z.string().optional(),
  where: where.optional(),
  /** `built-in`, `block postgres`, `catalogue acme`; `guardrails` (of which nothing is excepted) for what is wrong with these themselves. */
  source: z.string(),
  /** What the automatic fix would write; absent when there is none. */
  fix: z.string().optional(),
  exception: z.object({ reason: z.string(), until: z.string(), ended: z.boolean() }).optional(),
});
export type GuardrailFinding = z.infer<typeof findingView>;

export const guardrailsView = z.object({
  /** The most severe first. */
  findings: z.array(findingView),
  /** Whether `up` stops on those that deny: only with a blockyard.yaml. */
  enforced: z.boolean(),
});
export type GuardrailsView = z.infer<typeof guardrailsView>;

export const guardrails = {
  /** What the project breaks, after each change of its files. */
  follow: states(z.object({ project: z.string() }), guardrailsView),
  /** Carries the fixes out: in blockyard.yaml, comments kept. */
  fix: call(z.object({ project: z.string(), ids: z.array(z.string()) }), done),
  /** Writes an exception into blockyard.yaml. */
  except: call(
    z.object({ project: z.string(), id: z.string(), reason: z.string().min(1), until: z.string() }),
    done,
  ),
};
