import { ServiceNotRunning } from './errors.ts';
import { findContainers, type OperationParts } from './find.ts';

export interface Exit {
  service: string;
  container: string;
  exitCode: number;
}

/** Waits until the containers of these services have stopped, and tells each as it does. */
export async function waitForExit(
  parts: OperationParts,
  services: string[],
  onExit: (exit: Exit) => void,
  signal?: AbortSignal,
): Promise<Exit[]> {
  const containers = await findContainers(parts, { services, signal });
  for (const service of services)
    if (!containers.some((it) => it.service === service)) throw new ServiceNotRunning(service, undefined);
  return Promise.all(
    containers.map(async ({ id, name, service }) => {
      const exit = { service, container: name, exitCode: await parts.engine.containers.wait(id, { signal }) };
      onExit(exit);
      return exit;
    }),
  );
}
