import { type Connection, containerOf, settings } from './connection.ts';
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
  const container = containerOf(connection, id);
  const path = `/containers/${container.id}`;
  const { stdin = false, logs = false } = request;
  const { detachKeys } = request;
  const query = { stream: true, stdout: true, stderr: true, stdin, logs, detachKeys };
  const socket = await connection.takeOver(doing, signal, (abortSignal) =>
    connection.upgrade('tcp', {
      method: 'POST',
      path: `${path}/attach?`,
      options: settings(abortSignal, query),
    }),
  );
  const closed = new AbortController();
  const waitSignal = signal ? AbortSignal.any([signal, closed.signal]) : closed.signal;
  try {
    // The engine answers at once with the headers, so the wait is in place before anybody starts the container.
    const waiting = await connection.open(doing, waitSignal, (abortSignal) =>
      connection.dial({
        method: 'POST',
        path: `${path}/wait?`,
        options: settings(abortSignal, { condition: 'next-exit' }),
        isStream: true,
      }),
    );
    return createLiveProcess({
      socket,
      tty,
      stdin,
      resize: (columns, rows) => resize(connection, container, columns, rows),
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
