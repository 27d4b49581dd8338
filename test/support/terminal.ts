import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from './project.ts';

const command = fileURLToPath(new URL('../../out/cli/blockyard.js', import.meta.url));

export interface Terminal extends AsyncDisposable {
  /** All that was shown so far, line ends made plain. */
  readonly screen: string;
  type(keys: string): void;
  resize(columns: number, rows: number): Promise<void>;
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
  const line = `tty; stty cols 80 rows 24; ${words.join(' ')}; code=$?; stty -a | grep -o '[-]*icanon'; exit $code`;
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    cwd: project.folder,
    env: { ...process.env, ...project.environment, NO_COLOR: undefined, TERM: 'xterm', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // The first line is the terminal's own name.
  let shown = '';
  const watchers = new Set<() => void>();
  const notify = () => {
    for (const watch of watchers) watch();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text.replaceAll('\r', '');
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
  const screen = () => shown.slice(shown.indexOf('\n') + 1);
  return {
    get screen() {
      return screen();
    },
    type: (keys) => void child.stdin.write(keys),
    resize: async (columns, rows) => {
      const [device = ''] = shown.split('\n');
      await promisify(execFile)('stty', ['-F', device, 'cols', String(columns), 'rows', String(rows)]);
    },
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.test(screen());
          if (!found && !ended) return;
          watchers.delete(look);
          if (found) resolve();
          else reject(new Error(`It ended without ${pattern}:\n${screen()}`));
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
