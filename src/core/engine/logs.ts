import type { Connection } from './connection.ts';
import type { CallOptions, LogChunk, LogRequest } from './engine.ts';
import { FrameDecoder } from './frames.ts';

/** A container's output as the engine kept it, in batches of what came together. `tty` says whether the container has one: its output has no frames. */
export async function* readLogs(
  connection: Connection,
  id: string,
  tty: boolean,
  request: LogRequest,
  { signal }: CallOptions = {},
): AsyncGenerator<LogChunk[]> {
  const doing = `read the logs of the container ${id}`;
  const response = await connection.openStream({
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/logs`,
    query: {
      stdout: true,
      stderr: true,
      follow: request.follow,
      since: request.since,
      until: request.until,
      tail: request.tail,
      timestamps: request.timestamps,
    },
    doing,
    signal,
  });
  const decoder = new FrameDecoder();
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (tty) yield [{ stream: 'stdout', data: chunk }];
      else yield decoder.decode(chunk);
    }
  } catch (thrown) {
    throw connection.failure(thrown, doing, signal);
  } finally {
    response.destroy();
  }
}
