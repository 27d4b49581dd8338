import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { StackProject } from '../core/blocks/index.ts';
import type { Stack } from '../core/stack/index.ts';
import { UsageError } from './errors.ts';
import type { Session } from './session.ts';

export interface HostRun {
  service: string;
  command: string[];
  /** Whether what the service needs is brought up first. */
  dependencies: boolean;
  /** `NAME=value`, above all others. */
  environment: Record<string, string | undefined>;
  folder: string | undefined;
}

/**
 * Runs a command on this machine with the variables of a service, its bindings in the form that leads from here to
 * the stack: for debuggers, test runners, and whatever else does not live in a container. Answers its exit code.
 */
export async function runOnHost(session: Session, run: HostRun): Promise<number> {
  const [program, ...words] = run.command;
  if (program === undefined)
    throw new UsageError(
      `What should run on this machine for ${run.service}?`,
      `\`blockyard run ${run.service} -- npm test\``,
    );
  const stack = await session.readyStack([run.service]);
  const project = await session.project([run.service]);
  const needs = needsOf(project, run.service);
  if (run.dependencies && needs.length > 0)
    await session.runTask(`up ${needs.join(', ')}`, (task) =>
      stack.up({ services: needs, wait: true }, task),
    );
  const { hostVariables } = await import('../core/blocks/index.ts');
  const variables = hostVariables(project, run.service, await publishedPorts(stack, session.signal));
  const environment = { ...process.env, ...variables, ...run.environment };
  return await spawned(program, words, { environment, folder: run.folder, signal: session.signal });
}

function needsOf(project: StackProject, service: string): string[] {
  const own = project.config.services[service];
  if (!own)
    throw new UsageError(
      `There is no service ${service}.`,
      `There is: ${Object.keys(project.config.services).join(', ')}.`,
    );
  return Object.keys(own.depends_on ?? {});
}

/** Where the ports of services are now: an `up --free-ports` may have taken others. */
async function publishedPorts(stack: Stack, signal: AbortSignal) {
  const { containers } = await stack.status(signal);
  return (service: string, port: number): number | undefined =>
    containers
      .find((it) => it.service === service && !it.oneOff)
      ?.ports.find(({ target, hostIp }) => target === port && ['127.0.0.1', '0.0.0.0', ''].includes(hostIp))
      ?.published;
}

interface Spawning {
  environment: NodeJS.ProcessEnv;
  folder: string | undefined;
  signal: AbortSignal;
}

function spawned(
  program: string,
  words: string[],
  { environment, folder, signal }: Spawning,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      stdio: 'inherit',
      env: environment,
      ...(folder && { cwd: folder }),
    });
    // A Ctrl-C of the terminal reaches it by itself; another end of ours is to be its end as well.
    const end = () => child.kill('SIGTERM');
    signal.addEventListener('abort', end, { once: true });
    child.once('error', (thrown: NodeJS.ErrnoException) => {
      signal.removeEventListener('abort', end);
      const reason =
        thrown.code === 'ENOENT' ? 'is not there, or not on the PATH' : `cannot run: ${thrown.message}`;
      reject(
        new UsageError(
          `${program} ${reason}.`,
          'Check its name: it runs on this machine, not in a container.',
        ),
      );
    });
    child.once('close', (code, ended) => {
      signal.removeEventListener('abort', end);
      resolve(code ?? 128 + (ended ? constants.signals[ended] : 0));
    });
  });
}
