import type { AttachRequest, ExecRequest, LiveProcess } from '../../engine/index.ts';
import { findRunning, type OperationParts, type ServiceContainer } from './find.ts';

export interface Target {
  service: string;
  /** The replica's number; default: the first that runs. */
  index?: number | undefined;
}

/** Starts a command in a running container of a service, its streams at hand. */
export async function execInService(
  parts: OperationParts,
  target: Target,
  request: ExecRequest,
  signal?: AbortSignal,
): Promise<LiveProcess> {
  // By its name: that is what an error has to say.
  const { name } = await findRunning(parts, target.service, { index: target.index, signal });
  return parts.engine.containers.execStream(name, request, { signal });
}

/** Starts a command in a running container of a service and leaves it to itself. */
export async function execDetachedInService(
  parts: OperationParts,
  target: Target,
  request: ExecRequest,
  signal?: AbortSignal,
): Promise<void> {
  const { name } = await findRunning(parts, target.service, { index: target.index, signal });
  await parts.engine.containers.execDetached(name, request, { signal });
}

export interface AttachedProcess {
  container: ServiceContainer;
  tty: boolean;
  /**
   * Whether the end of this input is the end of the container's. When it is not, ending it only makes the engine close
   * the output early.
   */
  endsInput: boolean;
  process: LiveProcess;
}

/** Attaches to the own process of a service's container. */
export async function attachToService(
  parts: OperationParts,
  target: Target,
  request: AttachRequest,
  signal?: AbortSignal,
): Promise<AttachedProcess> {
  const container = await findRunning(parts, target.service, { index: target.index, signal });
  const details = await parts.engine.containers.inspect(container.id, { signal });
  const stdin = (request.stdin ?? false) && (details?.Config.OpenStdin ?? false);
  const process = await parts.engine.containers.attach(container.id, { ...request, stdin }, { signal });
  return {
    container,
    tty: details?.Config.Tty ?? false,
    endsInput: details?.Config.StdinOnce ?? false,
    process,
  };
}
