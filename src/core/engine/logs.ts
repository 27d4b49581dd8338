import { type Connection, containerOf, settings } from './connection.ts';
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
  const { follow, since, until, tail, timestamps } = request;
  const query = { stdout: true, stderr: true, follow, since, until, tail, timestamps };
  const response = await connection.open(doing, signal, (abortSignal) =>
    // To dockerode, all logs are followed: those that are not it would keep in memory whole.
    containerOf(connection, id).logs({ follow: true, ...settings(abortSignal, query) }),
  );
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
