import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { isatty } from 'node:tty';
import { setVariables } from './set-variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** An app started from a dock or a menu lacks what its user's shell sets; these are what engines and tools need of it. */
const wanted = /^(PATH|SSH_AUTH_SOCK|(DOCKER|BLOCKYARD)_\w+|(https?|all|no)_proxy)$/i;

const withinMilliseconds = 8_000;
const mostOutput = 1_000_000;

/**
 * This process's environment, with what the user's login shell adds to it. Nothing is added on Windows (apps have the
 * whole environment there), when started from a terminal (which has it already), and when the shell fails or takes more
 * than eight seconds.
 */
export async function loginEnvironment(
  environment: Environment = process.env,
  platform = process.platform,
  fromTerminal = isatty(0),
): Promise<Record<string, string>> {
  const ours = setVariables(environment);
  if (platform === 'win32' || fromTerminal) return ours;
  const mark = randomUUID();
  const output = await askShell(shellOf(environment), mark, ours);
  return { ...ours, ...readEnvironment(output, mark) };
}

/** The wanted variables between two marks of a shell's output, around which its files may print what they like. */
export function readEnvironment(output: string, mark: string): Record<string, string> {
  const text = output.split(mark)[1] ?? '';
  // Without NULs a value may hold lines that look like variables: those of `env` are then taken as they are.
  const entries = text.split(text.includes('\0') ? '\0' : '\n');
  const variables: Record<string, string> = {};
  for (const entry of entries) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
    if (wanted.test(name) && value) variables[name] = value;
  }
  return variables;
}

function askShell(shell: string, mark: string, environment: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    // Words that every shell knows: sh, bash, zsh, fish, tcsh.
    const command = `printf %s ${mark}; /usr/bin/env -0 || /usr/bin/env; printf %s ${mark}`;
    // tcsh takes -l only alone.
    const args = /t?csh$/.test(shell) ? ['-ic', command] : ['-i', '-l', '-c', command];
    const child = spawn(shell, args, {
      // A session of its own: an interactive shell must not take our terminal, and ends as a whole.
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: environment,
    });
    let output = '';
    const end = () => {
      clearTimeout(timer);
      child.stdout.destroy();
      // What its files started in the background, too.
      if (child.pid !== undefined) killGroup(child.pid);
      resolve(output);
    };
    const timer = setTimeout(end, withinMilliseconds);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.split(mark).length > 2 || output.length > mostOutput) end();
    });
    child.on('error', end);
    child.on('exit', end);
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}

function shellOf(environment: Environment): string {
  return environment['SHELL'] || userInfo().shell || '/bin/sh';
}
