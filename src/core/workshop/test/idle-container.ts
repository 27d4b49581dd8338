import type { Engine } from '../../engine/index.ts';
import { type OneOffContainer, prepareRun, type Stack } from '../../stack/index.ts';
import type { TaskContext } from '../../tasks/index.ts';

/** Seconds that it sleeps: longer than a test takes, and not for ever should this process be killed. */
const life = 900;

export interface IdleRequest {
  service: string;
  /** `[IP:[HOST]:]PORT`. */
  publish?: string[];
  /** Whether the service's name leads to this container, within it: else it leads to the service that runs. */
  inItsPlace: boolean;
}

/**
 * A container of a service in which nothing of the service runs: same image, settings, files, volumes and networks, but
 * its process is `sleep`. The service itself stays as it is.
 * @throws what the engine says when the image has no `sleep`
 */
export async function openIdleContainer(
  stack: Stack,
  { service, publish = [], inItsPlace }: IdleRequest,
  task: TaskContext,
): Promise<OneOffContainer & AsyncDisposable> {
  const { engine } = stack.parts;
  const container = await prepareRun(
    inItsPlace ? leadingToItself(stack, service) : stack,
    {
      service,
      command: [String(life)],
      entrypoint: 'sleep',
      tty: false,
      stdin: false,
      build: false,
      dependencies: false,
      environment: [],
      labels: [],
      capAdd: [],
      capDrop: [],
      volumes: [],
      publish,
      servicePorts: false,
      useAliases: false,
      remove: false,
    },
    { ...task, signal: task.signal, progress: () => silent },
  );
  const remove = () => engine.containers.remove(container.id, { force: true, volumes: true });
  try {
    await engine.containers.start(container.id, { signal: task.signal });
  } catch (thrown) {
    await remove();
    throw thrown;
  }
  return { ...container, [Symbol.asyncDispose]: remove };
}

/** The stack with the service's name in the service's own list of hosts, which goes before the network's. */
function leadingToItself(stack: Stack, service: string): Stack {
  const { project } = stack.parts;
  const definition = project.config.services[service];
  if (!definition) return stack;
  const hosts = [...(definition.extra_hosts ?? []), `${service}=127.0.0.1`];
  const services = { ...project.config.services, [service]: { ...definition, extra_hosts: hosts } };
  const changed = { ...project, config: { ...project.config, services } };
  return { ...stack, parts: { ...stack.parts, project: changed } };
}

/** How it is made is no news. */
const silent: ReturnType<TaskContext['progress']> = {
  child: () => silent,
  update() {},
  start() {},
  done() {},
  skip() {},
  fail() {},
};

/** What a command in a container came to; undefined when it gave no answer in time. */
export async function execWithin(
  engine: Engine,
  id: string,
  command: string[],
  milliseconds: number,
  signal: AbortSignal,
): Promise<{ exitCode: number; output: string } | undefined> {
  const overdue = AbortSignal.timeout(milliseconds);
  try {
    return await engine.containers.exec(
      id,
      { command, outputLimit: 4096 },
      { signal: AbortSignal.any([signal, overdue]) },
    );
  } catch (thrown) {
    signal.throwIfAborted();
    if (overdue.aborted) return undefined;
    throw thrown;
  }
}
