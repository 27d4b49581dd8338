import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command: the global set-up of the tests that run it builds it. */
const command = fileURLToPath(new URL('../../out/cli/blockyard.js', import.meta.url));

export interface CommandOptions {
  /** Working directory. */
  cwd: string;
  /** Added to this process's environment; undefined takes a variable away. */
  environment?: Record<string, string | undefined>;
  /** Written to the command's stdin, which is closed then. Default: nothing. */
  input?: string;
}

export interface CommandResult {
  /** The exit code; undefined when a signal ended it. */
  code: number | undefined;
  signal: NodeJS.Signals | undefined;
  stdout: string;
  stderr: string;
}

export interface RunningCommand extends AsyncDisposable {
  readonly pid: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves when it has ended, whichever way. */
  readonly result: Promise<CommandResult>;
  /** Resolves as soon as the output (both streams) matches; rejects, with all output, when the command ended before. */
  waitFor(pattern: RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** Runs `blockyard …` to its end. */
export function blockyard(args: string[], options: CommandOptions): Promise<CommandResult> {
  return startBlockyard(args, options).result;
}

/** Starts `blockyard …` and lets it run; at the end of an `await using` block it is killed should it still be there. */
export function startBlockyard(args: string[], options: CommandOptions): RunningCommand {
  const buildFailure = process.env['BLOCKYARD_TEST_BUILD_FAILED'];
  if (buildFailure) throw new Error(buildFailure);
  return startCommand(process.execPath, [command, ...args], options);
}

/** A test that timed out never gets to the end of its block: what it started ends with this process then. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The same for any program, such as a peer. */
export function startCommand(program: string, args: string[], options: CommandOptions): RunningCommand {
  const environment = { ...process.env, NO_COLOR: '1', ...options.environment };
  const child = spawn(program, args, { cwd: options.cwd, env: environment, stdio: 'pipe' });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
      for (const watch of watchers) watch();
    });
  // A command that does not read its stdin closes the pipe: that is its right.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');

  let ended = false;
  const result = new Promise<CommandResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      ended = true;
      running.delete(child);
      resolve({ code: code ?? undefined, signal: signal ?? undefined, ...output });
      for (const watch of watchers) watch();
    });
  });

  return {
    get pid() {
      return child.pid ?? -1;
    },
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    result,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.test(output.stdout) || pattern.test(output.stderr);
          if (!found && !ended) return;
          watchers.delete(look);
          if (found) return resolve();
          const what = [path.basename(program), ...args].join(' ');
          reject(new Error(`${what} ended without ${pattern}:\n${output.stdout}${output.stderr}`));
        };
        watchers.add(look);
        look();
      }),
    kill: (signal) => void child.kill(signal),
    [Symbol.asyncDispose]: async () => {
      if (!ended) child.kill('SIGKILL');
      await result.catch(() => {});
    },
  };
}
