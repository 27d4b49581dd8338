import { spawn } from 'node:child_process';
import { endTree } from '../processes/index.ts';

export interface AskOptions {
  /** The project's folder, in which the command runs. */
  folder: string;
  environment: Record<string, string | undefined>;
  signal?: AbortSignal | undefined;
  /** Default 60,000: a password manager may want a finger first. */
  mostMilliseconds?: number | undefined;
}

export type Answer = { kind: 'value'; value: string } | { kind: 'problem'; problem: string };

/** A secret is a line: what gives more than this is another thing. */
const mostBytes = 256 * 1024;
/** Of what the command complained: enough to see why, little enough to read. */
const mostComplaints = 600;
const grace = 2_000;

/**
 * Runs the command of a source, without a shell, and takes the first line that it prints. Its complaints are told;
 * what it prints is not, whatever it is. Throws when the signal aborts.
 */
export async function askSource(command: readonly string[], options: AskOptions): Promise<Answer> {
  const { folder, environment, signal, mostMilliseconds = 60_000 } = options;
  signal?.throwIfAborted();
  const [program = '', ...words] = command;
  const problem = (text: string): Answer => ({ kind: 'problem', problem: text });
  // Node throws for what no system would take.
  if (command.some((word) => word.includes('\0')))
    return problem('Its command holds a character that no program takes.');
  const child = spawn(program, words, {
    ...{ cwd: folder, env: environment, shell: false, windowsHide: true },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child.stdout, mostBytes);
  const complaints = collect(child.stderr, mostComplaints);
  const ended = new Promise<{ code: number | null; failure?: NodeJS.ErrnoException }>((resolve) => {
    child.once('error', (failure) => resolve({ code: null, failure }));
    child.once('close', (code) => resolve({ code }));
  });
  let stop: 'late' | 'aborted' | undefined;
  const end = (why: 'late' | 'aborted') => {
    stop ??= why;
    if (child.pid !== undefined) void endTree(child.pid, ended.then(noResult), grace);
  };
  const abort = () => end('aborted');
  const timer = setTimeout(() => end('late'), mostMilliseconds);
  signal?.addEventListener('abort', abort, { once: true });
  const { code, failure } = await ended;
  clearTimeout(timer);
  signal?.removeEventListener('abort', abort);

  if (stop === 'aborted') signal?.throwIfAborted();
  if (failure) return problem(notStarted(program, failure));
  const said = complaints.text().trim();
  const because = said === '' ? '.' : `: ${said}`;
  if (stop === 'late')
    return problem(`\`${program}\` gave no answer in ${mostMilliseconds / 1000} seconds${because}`);
  if (code !== 0) return problem(`\`${program}\` ended with ${code ?? 'a signal'}${because}`);
  const [value = ''] = output.text().split(/\r?\n/, 1);
  if (value === '') return problem(`\`${program}\` printed nothing${because}`);
  return { kind: 'value', value };
}

function notStarted(program: string, failure: NodeJS.ErrnoException): string {
  if (failure.code === 'ENOENT') return `\`${program}\` is not installed here, or not on the PATH.`;
  if (failure.code === 'EACCES') return `\`${program}\` may not be run.`;
  return `\`${program}\` could not be started: ${failure.message}.`;
}

/** The beginning of a stream; the rest is read and dropped, so that nobody waits on us. */
function collect(stream: NodeJS.ReadableStream, most: number) {
  const parts: Buffer[] = [];
  let length = 0;
  stream.on('data', (part: Buffer) => {
    if (length < most) parts.push(part.subarray(0, most - length));
    length += part.length;
  });
  return { text: () => Buffer.concat(parts).toString('utf8') };
}

function noResult(): void {}
