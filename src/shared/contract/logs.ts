import { z } from 'zod';
import { batches, streamId, time } from './base.ts';

const query = z.object({
  project: z.string(),
  /** Default: all of the stack. */
  services: z.array(z.string()).optional(),
  since: time.optional(),
  until: time.optional(),
  /**
   * A JavaScript regular expression over the line without its colours; the core searches, not the page. Case counts as
   * soon as there is a capital letter in it. Fails with `usage` when it takes too long.
   */
  grep: z.string().optional(),
});

/**
 * Lines in columns, which cost a page a tenth of what objects would. All of one length: `at`, `from` and `stream`.
 */
export const logLines = z.object({
  kind: z.literal('lines'),
  /** Containers that were not in an earlier batch of this stream; `from` counts through all of them, in this order. */
  sources: z.array(z.object({ service: z.string(), container: z.string() })),
  /** Milliseconds since the epoch, with a fraction. */
  at: z.array(time),
  /** Index of the container. */
  from: z.array(z.number()),
  /** One letter a line: `o` stdout, `e` stderr; `O`, `E` when the line goes on in that container's next one. */
  stream: z.string(),
  /** The lines, joined by a line feed. Bytes that are no UTF-8 are replaced; a line is cut after 16,384 characters. */
  text: z.string(),
  /** Indices (in this batch) of lines that were cut, and how many characters each had. */
  cut: z.array(z.object({ index: z.number(), length: z.number() })),
  checkpoint: z.string(),
});
export type LogLines = z.infer<typeof logLines>;

export const logBatch = z.discriminatedUnion('kind', [
  logLines,
  /** Lines that were left out because they came faster than they were taken; they are on the disk. */
  z.object({ kind: z.literal('dropped'), lines: z.number(), from: time, to: time, checkpoint: z.string() }),
  /** Lines that are missing, or may be: they could not be had from the engine any more. */
  z.object({ kind: z.literal('gap'), container: z.string(), from: time, to: time, checkpoint: z.string() }),
  /** All that was kept has been sent; what follows is new. */
  z.object({ kind: z.literal('caught-up'), checkpoint: z.string() }),
]);
export type LogBatch = z.infer<typeof logBatch>;

export const logs = {
  /**
   * Goes on after the checkpoint, without losing or repeating a line, else begins with the last `tail` lines of each
   * container. Fails with `interrupted` when another engine is chosen. While the engine is away, what is kept comes first
   * (not after a checkpoint), then the failure says so.
   */
  follow: batches(
    query.extend({
      after: z.string().optional(),
      tail: z.number().int().nonnegative().optional(),
      stream: streamId,
    }),
    logBatch,
  ),
  /** Everything that matches, as text in pieces of at most 256 KiB, then ends. */
  download: batches(
    query.extend({ form: z.enum(['plain', 'timestamps', 'json-lines']), stream: streamId }),
    z.object({ text: z.string(), lines: z.number() }),
  ),
};
