import { finished } from 'node:stream/promises';
import type { LiveProcess } from '../../core/engine/index.ts';
import { UsageError } from '../errors.ts';

export interface TerminalOptions {
  /** Whether the process has a terminal of its own. */
  tty: boolean;
  /** Whether the end of our input is told to the process. Default true. */
  endsInput?: boolean;
  /** Such as `ctrl-p,ctrl-q`. */
  detachKeys?: string | undefined;
  signal: AbortSignal;
}

/** Whether both ends of this process are a terminal. */
export function hasTerminal(): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY);
}

/**
 * Connects this terminal (or these pipes) to a process in a container until it ends or the user detaches, and answers
 * its exit code (undefined when detached). The terminal is as before, whatever happens.
 */
export async function connectTerminal(
  live: LiveProcess,
  options: TerminalOptions,
): Promise<number | undefined> {
  const restore = options.tty ? takeOverTerminal(live) : () => {};
  let detach = () => {};
  const detached = new Promise<'detached'>((resolve) => {
    detach = () => resolve('detached');
  });
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(options.signal.reason);
  });
  options.signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (live.stdin) feedInput(live.stdin, options, detach);
    live.stdout.pipe(process.stdout, { end: false });
    live.stderr.pipe(process.stderr, { end: false });
    const ended = Promise.all([endOf(live.stdout), endOf(live.stderr)]).then(() => live.exitCode);
    const outcome = await Promise.race([ended, detached, aborted]);
    return outcome === 'detached' ? undefined : outcome;
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    process.stdin.pause();
    restore();
    live.close();
  }
}

async function endOf(stream: NodeJS.ReadableStream): Promise<void> {
  await finished(stream, { writable: false });
}

/** Raw mode and the terminal's size, now and when it changes. Answers how to undo it. */
function takeOverTerminal(live: LiveProcess): () => void {
  const resize = () => {
    const { columns, rows } = process.stdout;
    if (columns > 0 && rows > 0) live.resize(columns, rows).catch(() => {});
  };
  const restore = () => {
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
  };
  if (process.stdin.isTTY) process.stdin.setRawMode(true);
  process.on('exit', restore);
  process.stdout.on('resize', resize);
  resize();
  return () => {
    process.off('exit', restore);
    process.stdout.off('resize', resize);
    restore();
  };
}

function feedInput(stdin: NodeJS.WritableStream, options: TerminalOptions, detach: () => void): void {
  const scanner = options.tty ? new DetachScanner(parseDetachKeys(options.detachKeys ?? '')) : undefined;
  process.stdin.on('data', (chunk: Buffer) => {
    const { forward, detached } = scanner?.scan(chunk) ?? { forward: chunk, detached: false };
    if (forward.length > 0 && !stdin.write(forward)) {
      process.stdin.pause();
      stdin.once('drain', () => process.stdin.resume());
    }
    if (detached) detach();
  });
  if (options.endsInput ?? true) process.stdin.once('end', () => stdin.end());
}

/** `ctrl-p,ctrl-q` or single characters as the bytes that a terminal sends. */
export function parseDetachKeys(keys: string): Buffer {
  if (keys === '') return Buffer.alloc(0);
  return Buffer.from(
    keys.split(',').map((key) => {
      const [, letter] = /^ctrl-([a-z@[\\\]^_])$/.exec(key) ?? [];
      if (letter !== undefined) return letter.toUpperCase().charCodeAt(0) & 0x1f;
      if (/^[\x21-\x7e]$/.test(key)) return key.charCodeAt(0);
      throw new UsageError(
        `--detach-keys does not know '${key}'.`,
        'Write keys such as ctrl-p,ctrl-q or a,b.',
      );
    }),
  );
}

/** Finds the detach keys in what is typed; the beginning of the sequence is held back until it is clear. */
export class DetachScanner {
  readonly #keys: Buffer;
  #matched = 0;

  constructor(keys: Buffer) {
    this.#keys = keys;
  }

  scan(chunk: Buffer): { forward: Buffer; detached: boolean } {
    if (this.#keys.length === 0) return { forward: chunk, detached: false };
    const forward: number[] = [];
    for (const byte of chunk) {
      if (byte === this.#keys[this.#matched]) {
        this.#matched += 1;
        if (this.#matched === this.#keys.length) return { forward: Buffer.from(forward), detached: true };
        continue;
      }
      forward.push(...this.#keys.subarray(0, this.#matched));
      this.#matched = byte === this.#keys[0] ? 1 : 0;
      if (this.#matched === 0) forward.push(byte);
    }
    return { forward: Buffer.from(forward), detached: false };
  }
}
