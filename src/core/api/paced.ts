import type { HandlerContext } from './implement.ts';

/**
 * Sends a stream's batches no faster than its client works them off, see `streams.acknowledge`: the source is asked for
 * the next one only then. Ends when the client is gone; the source's `finally` runs.
 */
export async function* paced<Batch>(
  context: HandlerContext,
  stream: string | undefined,
  source: AsyncIterable<Batch>,
): AsyncGenerator<Batch, void> {
  let sent = 0;
  try {
    for await (const batch of source) {
      if (context.signal.aborted) return;
      yield batch;
      sent++;
      await context.connection.whenTaken(stream, sent, context.signal);
    }
  } finally {
    context.connection.release(stream);
  }
}
