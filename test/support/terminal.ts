import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from './project.ts';

const command = fileURLToPath(new URL('../../out/cli/blockyard.js', import.meta.url));

export interface Terminal extends AsyncDisposable {
  /** All that was shown so far, line ends made plain. */
  readonly screen: string;
  type(keys: string): void;
  waitFor(pattern: RegExp): Promise<void>;
  /** The exit code of the command, once it has ended. */
  readonly code: Promise<number | undefined>;
}

/**
 * Runs `blockyard …` in a pseudo-terminal of 80 by 24 (by util-linux's `script`). After the command the terminal's mode
 * is shown: `icanon` when it is as it was before, `-icanon` when it was left raw.
 */
export function openTerminal(
  project: TestProject,
  args: string[],
  environment: Record<string, string | undefined> = {},
): Terminal {
  const words = [process.execPath, command, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const line = `stty cols 80 rows 24; ${words.join(' ')}; code=$?; stty -a | grep -o '[-]*icanon'; exit $code`;
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    cwd: project.folder,
    env: { ...process.env, ...project.environment, NO_COLOR: undefined, TERM: 'xterm', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  const watchers = new Set<() => void>();
  const notify = () => {
    for (const watch of watchers) watch();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text.replaceAll('\r', '');
    notify();
  });
  child.stdin.on('error', () => {});
  let ended = false;
  const code = new Promise<number | undefined>((resolve) =>
    child.on('close', (exitCode) => {
      ended = true;
      resolve(exitCode ?? undefined);
      notify();
    }),
  );
  return {
    get screen() {
      return screen;
    },
    type: (keys) => void child.stdin.write(keys),
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.test(screen);
          if (!found && !ended) return;
          watchers.delete(look);
          if (found) resolve();
          else reject(new Error(`It ended without ${pattern}:\n${screen}`));
        };
        watchers.add(look);
        look();
      }),
    code,
    [Symbol.asyncDispose]: async () => {
      if (!ended) child.kill('SIGKILL');
      await code;
    },
  };
}
