import type { Exec } from 'dockerode';
import { type Connection, containerOf, settings } from './connection.ts';
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
  const { tty = false, stdin = false } = request;
  const attached = {
    AttachStdin: stdin,
    AttachStdout: true,
    AttachStderr: true,
    Tty: tty,
    ...(tty && { DetachKeys: detachKeys }),
  };
  const { exec, doing } = await createExec(connection, id, request, attached, signal);
  const socket = await connection.takeOver(doing, signal, (abortSignal) =>
    exec.start({ hijack: true, ...settings(abortSignal, {}, { Detach: false, Tty: tty }) }),
  );
  const ended = new Promise<void>((resolve) => socket.once('close', resolve).once('end', resolve));
  return createLiveProcess({
    socket,
    tty,
    stdin,
    resize: (columns, rows) => resize(connection, exec, columns, rows),
    exitCode: ended.then(() => exitCodeOf(connection, exec, doing, signal)),
    failure: (thrown) => connection.failure(thrown, doing, signal),
  });
}

/** Starts a command that nobody stays with: what it says is lost, and so is its exit code. */
export async function execDetached(
  connection: Connection,
  id: string,
  request: ExecRequest,
  { signal }: CallOptions = {},
): Promise<void> {
  const { exec, doing } = await createExec(connection, id, request, {}, signal);
  const answer = await connection.open(doing, signal, (abortSignal) =>
    exec.start(settings(abortSignal, {}, { Detach: true, Tty: false })),
  );
  answer.resume();
}

async function createExec(
  connection: Connection,
  id: string,
  { command, environment, workingDirectory, user, privileged = false }: ExecRequest,
  attached: object,
  signal: AbortSignal | undefined,
): Promise<{ exec: Exec; doing: string }> {
  const doing = `run \`${command.join(' ')}\` in the container ${id}`;
  const spec = {
    Cmd: command,
    Env: environment,
    WorkingDir: workingDirectory,
    User: user,
    Privileged: privileged,
    ...attached,
  };
  const exec = await connection.ask(doing, signal, (abortSignal) =>
    containerOf(connection, id).exec(settings(abortSignal, {}, spec)),
  );
  return { exec, doing };
}

/** The output ends a moment before the engine knows the exit code. */
async function exitCodeOf(
  connection: Connection,
  exec: Exec,
  doing: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  for (let wait = 5; ; wait = Math.min(500, wait * 2)) {
    const { Running, ExitCode } = await connection.ask(doing, signal, (abortSignal) =>
      exec.inspect({ abortSignal }),
    );
    if (!Running && ExitCode !== null) return ExitCode;
    await pause(wait, signal);
  }
}

/** Sets the size of a terminal. The engine refuses while the process is not there yet, or any more: no matter. */
export async function resize(
  connection: Connection,
  terminal: Pick<Exec, 'resize'>,
  columns: number,
  rows: number,
): Promise<void> {
  try {
    await connection.ask('resize the terminal', undefined, (abortSignal) =>
      terminal.resize(settings(abortSignal, { w: columns, h: rows })),
    );
  } catch (error) {
    if (!(error instanceof EngineRefusedError)) throw error;
  }
}
