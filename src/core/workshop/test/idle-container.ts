import type { Engine } from '../../engine/index.ts';
import { type OneOffContainer, prepareRun, type Stack } from '../../stack/index.ts';
import type { TaskContext } from '../../tasks/index.ts';

/** Seconds that it sleeps: longer than a test takes, and not for ever should this process be killed. */
const life = 900;

/**
 * A container of a service in which nothing of the service runs: same image, settings, files, volumes and networks, but
 * its process is `sleep`. The service itself stays as it is.
 * @throws what the engine says when the image has no `sleep`
 */
export async function openIdleContainer(
  stack: Stack,
  service: string,
  task: TaskContext,
  publish: string[] = [],
): Promise<OneOffContainer & AsyncDisposable> {
  const { engine } = stack.parts;
  const container = await prepareRun(
    stack,
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
