import type { Readable } from 'node:stream';
import { endTree } from './end-tree.ts';
import { EventQueue } from './event-queue.ts';
import { LineSplitter } from './line-splitter.ts';
import type { RunningProcess } from './process-host.ts';

/** A started process as each host has it. */
export interface Child {
  readonly pid: number;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | undefined, signal: string | undefined) => void): void;
}

const graceMilliseconds = 5_000;

/** Reads what it says, tells its end after its last line, and ends it with all that it started. */
export function superviseChild(child: Child, signal?: AbortSignal): RunningProcess {
  const queue = new EventQueue();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const outputs = [pipe(child.stdout, 'stdout', queue), pipe(child.stderr, 'stderr', queue)];

  let isGone = false;
  let ending: Promise<void> | undefined;
  const end = () => {
    // Its pid may be another's by now.
    if (isGone) return ended;
    ending ??= endTree(child.pid, ended, graceMilliseconds);
    return ending;
  };
  const abort = () => void end();

  child.onMessage((message) => queue.push({ kind: 'message', message }));
  child.onExit(async (code, endedBy) => {
    isGone = true;
    signal?.removeEventListener('abort', abort);
    // A grandchild may hold its outputs open for as long as it likes: what there is after a moment is enough.
    await Promise.race([Promise.all(outputs), moment()]);
    queue.push({ kind: 'ended', code, signal: endedBy });
    resolve();
  });
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  return { pid: child.pid, events: queue.read(), send: (message) => child.send(message), end };
}

function pipe(output: Readable | null, stream: 'stdout' | 'stderr', queue: EventQueue): Promise<void> {
  if (!output) return Promise.resolve();
  const splitter = new LineSplitter();
  const push = (lines: string[]) => {
    if (lines.length > 0) queue.push({ kind: 'lines', stream, lines });
  };
  output.on('data', (bytes: Buffer) => push(splitter.write(bytes)));
  output.on('error', () => {});
  return new Promise((resolve) => {
    output.once('close', () => {
      push(splitter.end());
      resolve();
    });
  });
}

function moment(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 500);
  });
}
