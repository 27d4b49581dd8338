import type { Connection } from './connection.ts';
import type { AttachRequest, CallOptions, LiveProcess } from './engine.ts';
import { resize } from './exec.ts';
import { createLiveProcess } from './live-process.ts';

/** The streams of a container's own process. `tty` says whether it has a terminal. */
export async function attach(
  connection: Connection,
  id: string,
  tty: boolean,
  request: AttachRequest,
  { signal }: CallOptions = {},
): Promise<LiveProcess> {
  const doing = `attach to the container ${id}`;
  const path = `/containers/${encodeURIComponent(id)}`;
  const { stdin = false, logs = false } = request;
  const socket = await connection.hijack({
    method: 'POST',
    path: `${path}/attach`,
    query: { stream: true, stdout: true, stderr: true, stdin, logs, detachKeys: request.detachKeys },
    doing,
    signal,
  });
  const closed = new AbortController();
  const waitSignal = signal ? AbortSignal.any([signal, closed.signal]) : closed.signal;
  try {
    // The engine answers at once with the headers, so the wait is in place before anybody starts the container.
    const waiting = await connection.open({
      method: 'POST',
      path: `${path}/wait`,
      query: { condition: 'next-exit' },
      doing,
      signal: waitSignal,
    });
    return createLiveProcess({
      socket,
      tty,
      stdin,
      resize: (columns, rows) => resize(connection, `${path}/resize`, columns, rows),
      exitCode: readExitCode(waiting).catch((thrown) => {
        throw connection.failure(thrown, doing, waitSignal);
      }),
      failure: (thrown) => connection.failure(thrown, doing, signal),
      onClose: () => closed.abort(),
    });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function readExitCode(body: AsyncIterable<Buffer>): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return (JSON.parse(Buffer.concat(chunks).toString()) as { StatusCode: number }).StatusCode;
}
