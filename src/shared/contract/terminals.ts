import { z } from 'zod';
import { batches, call, done, nothing, states, streamId, time } from './base.ts';

export const terminal = z.object({
  id: z.string(),
  project: z.string(),
  service: z.string(),
  /** The replica's number. */
  number: z.number(),
  container: z.string(),
  /** Empty for the best shell that there is. */
  command: z.array(z.string()),
  user: z.string().optional(),
  startedAt: time,
  state: z.enum(['running', 'ended']),
  exitCode: z.number().optional(),
  /** Why it ended, when it was not by its own. */
  text: z.string().optional(),
});
export type TerminalView = z.infer<typeof terminal>;

const byId = z.object({ id: z.string() });
const size = z.object({
  columns: z.number().int().min(1).max(1000),
  rows: z.number().int().min(1).max(1000),
});

export const terminals = {
  follow: states(nothing, z.array(terminal)),
  /** Default command: the best shell that the container has. */
  open: call(
    size.extend({
      project: z.string(),
      service: z.string(),
      /** The replica's number; default: the first that runs. */
      number: z.number().optional(),
      command: z.array(z.string()).optional(),
      user: z.string().optional(),
    }),
    terminal,
  ),
  /**
   * What it wrote after this offset (in characters since it was opened). The core keeps the last megabyte: what is older is
   * told as `dropped`. `offset` is where the text ends: what to ask for next. `old` is what was there before this was asked
   * for: what programs ask the terminal in it is not to be answered again. Ends when the terminal has.
   */
  output: batches(
    byId.extend({ after: z.number().int().nonnegative(), stream: streamId }),
    z.object({ text: z.string(), offset: z.number(), dropped: z.number(), old: z.boolean() }),
  ),
  write: call(byId.extend({ text: z.string().max(1_000_000) }), done),
  resize: call(byId.extend(size.shape), done),
  close: call(byId, done),
};
