import type { CallOptions, Engine, ExecRequest, LiveProcess } from '../engine/index.ts';
import { CommandNotStarted, NoShell } from './errors.ts';

/** What runs in a terminal. */
export interface TerminalProcess {
  process: LiveProcess;
  /** Its number in the container, which is that of its session as well; unknown where the container has no shell. */
  leader?: string | undefined;
  /** What it writes. */
  output: AsyncIterable<Buffer>;
}

export interface StartRequest {
  /** The container's name: that is what errors say. */
  container: string;
  command?: string[] | undefined;
  user?: string | undefined;
}

const environment = ['TERM=xterm-256color', 'COLORTERM=truecolor'];
/** Without a locale a shell counts the bytes of what is typed, not its letters. */
const locale = '[ -n "$LC_ALL$LC_CTYPE$LANG" ] || export LANG=C.UTF-8';
const bestShell = 'command -v bash >/dev/null 2>&1 && exec bash; exec sh';

/**
 * Starts a command with a terminal. The engine leaves such a process running when its stream is closed, and knows its
 * number on its own machine only: so a shell goes before it and tells the number that counts in the container.
 */
export async function startInTerminal(
  engine: Engine,
  { container, command, user }: StartRequest,
  options: CallOptions,
): Promise<TerminalProcess> {
  const start = (words: string[]) => {
    const request: ExecRequest = { command: words, environment, user, tty: true, stdin: true };
    return engine.containers.execStream(container, request, options);
  };
  const script = `echo $$; ${locale}; ${command ? 'exec "$@"' : bestShell}`;
  const process = await start(['sh', '-c', script, 'sh', ...(command ?? [])]);
  const { line, rest } = await readLine(process);
  if (/^\d+$/.test(line)) return { process, leader: line, output: rest };
  process.close();
  if (!/executable file not found|no such file or directory/i.test(line))
    throw new CommandNotStarted(container, line || 'it ended at once.');
  if (!command) throw new NoShell(container);
  const bare = await start(command);
  return { process: bare, output: bare.stdout };
}

/** A kill or hang-up of a whole session, by what every shell has built in. */
const signalSession = `
signal=$1 leader=$2
for process in /proc/[0-9]*; do
  read -r stat < "$process/stat" || continue
  set -- \${stat##*) }
  [ "$4" = "$leader" ] && kill -s "$signal" "\${process##*/}"
done 2>/dev/null
true`;

/** Sends a signal to all that runs in a terminal, as the same user. */
export async function signalTerminal(
  engine: Engine,
  { container, user }: StartRequest,
  { process, leader }: TerminalProcess,
  signalName: 'HUP' | 'KILL',
  options: CallOptions,
): Promise<void> {
  if (leader === undefined) {
    // Without a shell in the container nobody can send a signal there. Keys may do: Ctrl-C, Ctrl-\, Ctrl-D.
    process.stdin?.write('\x03\x1c\x04');
    return;
  }
  const command = ['sh', '-c', signalSession, 'sh', signalName, leader];
  await engine.containers.exec(container, { command, user }, options);
}

const longestLine = 4096;

/** The first line that it writes, and what follows it. */
async function readLine(process: LiveProcess): Promise<{ line: string; rest: AsyncIterable<Buffer> }> {
  const chunks = (process.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let bytes = Buffer.alloc(0);
  let end = -1;
  while (end < 0 && bytes.length < longestLine) {
    const { done, value } = await chunks.next();
    if (done) break;
    bytes = Buffer.concat([bytes, value]);
    end = bytes.indexOf('\n');
  }
  const length = end < 0 ? bytes.length : end;
  return {
    line: bytes.toString('utf8', 0, length).trim(),
    rest: (async function* () {
      if (end >= 0 && end + 1 < bytes.length) yield bytes.subarray(end + 1);
      yield* { [Symbol.asyncIterator]: () => chunks };
    })(),
  };
}
