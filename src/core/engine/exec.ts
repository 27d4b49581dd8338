import type { Connection } from './connection.ts';
import type { CallOptions, ExecRequest, ExecResult, LiveProcess } from './engine.ts';
import { EngineRefusedError } from './errors.ts';
import { createLiveProcess } from './live-process.ts';
import { OutputTail } from './output-tail.ts';
import { pause } from './pause.ts';

const defaultOutputLimit = 64 * 1024;
/**
 * Nobody means to leave a command running behind, and the engine's own keys (`ctrl-p,ctrl-q`) would hold back every
 * ctrl-p of a shell until the next key.
 */
const detachKeys = 'ctrl-_,ctrl-_,ctrl-_,q';

export async function exec(
  connection: Connection,
  id: string,
  request: ExecRequest,
  options: CallOptions = {},
): Promise<ExecResult> {
  const process = await execStream(connection, id, { ...request, stdin: false }, options);
  const tail = new OutputTail(request.outputLimit ?? defaultOutputLimit);
  try {
    await Promise.all(
      [process.stdout, process.stderr].map(async (stream) => {
        for await (const chunk of stream as AsyncIterable<Buffer>) tail.add(chunk);
      }),
    );
    return { exitCode: await process.exitCode, output: tail.text() };
  } finally {
    process.close();
  }
}

export async function execStream(
  connection: Connection,
  id: string,
  request: ExecRequest,
  { signal }: CallOptions = {},
): Promise<LiveProcess> {
  const { command, tty = false, stdin = false } = request;
  const doing = `run \`${command.join(' ')}\` in the container ${id}`;
  const { Id: execId } = await connection.call<{ Id: string }>({
    method: 'POST',
    path: `/containers/${encodeURIComponent(id)}/exec`,
    body: {
      Cmd: command,
      AttachStdin: stdin,
      AttachStdout: true,
      AttachStderr: true,
      Tty: tty,
      ...(tty && { DetachKeys: detachKeys }),
      Env: request.environment,
      WorkingDir: request.workingDirectory,
      User: request.user,
      Privileged: request.privileged ?? false,
    },
    doing,
    signal,
  });
  const socket = await connection.hijack({
    method: 'POST',
    path: `/exec/${execId}/start`,
    body: { Detach: false, Tty: tty },
    doing,
    signal,
  });
  const ended = new Promise<void>((resolve) => socket.once('close', resolve).once('end', resolve));
  return createLiveProcess({
    socket,
    tty,
    stdin,
    resize: (columns, rows) => resize(connection, `/exec/${execId}/resize`, columns, rows),
    exitCode: ended.then(() => exitCodeOf(connection, execId, doing, signal)),
    failure: (thrown) => connection.failure(thrown, doing, signal),
  });
}

/** The output ends a moment before the engine knows the exit code. */
async function exitCodeOf(
  connection: Connection,
  execId: string,
  doing: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  for (let wait = 5; ; wait = Math.min(500, wait * 2)) {
    const { Running, ExitCode } = await connection.call<{ Running: boolean; ExitCode: number | null }>({
      method: 'GET',
      path: `/exec/${execId}/json`,
      doing,
      signal,
    });
    if (!Running && ExitCode !== null) return ExitCode;
    await pause(wait, signal);
  }
}

/** Sets the size of a terminal. The engine refuses while the process is not there yet, or any more: no matter. */
export async function resize(
  connection: Connection,
  path: string,
  columns: number,
  rows: number,
): Promise<void> {
  try {
    await connection.call({
      method: 'POST',
      path,
      query: { w: columns, h: rows },
      doing: 'resize the terminal',
    });
  } catch (error) {
    if (!(error instanceof EngineRefusedError)) throw error;
  }
}
