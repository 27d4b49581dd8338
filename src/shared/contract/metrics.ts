import { z } from 'zod';
import { bytes, call, states, time } from './base.ts';

/** What a container (or a service: the sum of its containers) uses. Rates are per second. */
export const sample = z.object({
  time,
  /** Percent of one CPU: 200 means two busy ones. */
  cpuPercent: z.number(),
  memoryUsed: bytes,
  /** Of the container, else of the machine. */
  memoryLimit: bytes,
  networkReceived: z.number(),
  networkSent: z.number(),
  blockRead: z.number(),
  blockWritten: z.number(),
  processes: z.number(),
});
export type Sample = z.infer<typeof sample>;

export const mark = z.object({
  time,
  service: z.string(),
  container: z.string(),
  kind: z.enum(['oom', 'restart', 'start', 'stop', 'die', 'health-lost', 'health-back']),
  text: z.string(),
});
export type Mark = z.infer<typeof mark>;

/** Columns of one length; a value of null is a time when nothing was measured. */
export const series = z.object({
  service: z.string(),
  time: z.array(time),
  cpuPercent: z.array(z.number().nullable()),
  memoryUsed: z.array(z.number().nullable()),
  memoryLimit: z.array(z.number().nullable()),
  networkReceived: z.array(z.number().nullable()),
  networkSent: z.array(z.number().nullable()),
  blockRead: z.array(z.number().nullable()),
  blockWritten: z.array(z.number().nullable()),
});
export type Series = z.infer<typeof series>;

export const metrics = {
  /** The newest sample of each service, about one a second while somebody looks. */
  follow: states(
    z.object({ project: z.string() }),
    z.object({ time, services: z.record(z.string(), sample) }),
  ),
  /** What was kept (while Blockyard ran), in at most `points` points for each service. */
  history: call(
    z.object({
      project: z.string(),
      services: z.array(z.string()).optional(),
      since: time,
      until: time.optional(),
      points: z.number().int().min(2).max(2000),
    }),
    z.object({ series: z.array(series), marks: z.array(mark), keptSince: time.optional() }),
  ),
};
