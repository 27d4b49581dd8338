import Docker from 'dockerode';

/*
 * The floor: the bare engine calls that the work cannot do without, at the best concurrency, with no plan, no labels to
 * speak of, no checks. Nothing that leaves the engine in the same state can be faster by more than noise.
 */

export interface FloorService {
  name: string;
  spec: Docker.ContainerCreateOptions;
  /** Names of the services that must be ready before this one starts. */
  after: string[];
  /** Run by exec until it succeeds. Without one, started is ready. */
  probe?: string[];
}

export function floorEngine(socket: string): Docker {
  return new Docker({ socketPath: socket });
}

export async function floorUp(
  docker: Docker,
  project: string,
  services: FloorService[],
  concurrency: number,
): Promise<void> {
  const network = `${project}_default`;
  const labels = { 'com.docker.compose.project': project };
  await docker.createNetwork({ Name: network, Labels: labels, CheckDuplicate: true });
  const gate = limiter(concurrency);
  const ready = new Map<string, Promise<void>>();
  for (const service of services) ready.set(service.name, bring(service));
  await Promise.all(ready.values());

  async function bring({ name, spec, after, probe }: FloorService): Promise<void> {
    // Creating does not depend on others, starting does.
    const container = await gate(() =>
      docker.createContainer({
        ...spec,
        name: `${project}-${name}-1`,
        Labels: labels,
        HostConfig: { ...spec.HostConfig, NetworkMode: network },
        NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [name] } } },
      }),
    );
    await Promise.all(after.map((other) => ready.get(other)));
    await gate(() => container.start());
    if (probe) await untilReady(container, probe);
  }
}

export async function floorDown(docker: Docker, project: string, concurrency: number): Promise<void> {
  const filters = { label: [`com.docker.compose.project=${project}`] };
  const containers = await docker.listContainers({ all: true, filters });
  const gate = limiter(concurrency);
  await Promise.all(
    containers.map(({ Id }) =>
      gate(async () => {
        const container = docker.getContainer(Id);
        await container.stop().catch(alreadyStopped);
        await container.remove();
      }),
    ),
  );
  await docker.getNetwork(`${project}_default`).remove();
}

/** The three list calls that are enough to see that there is nothing to do. */
export async function floorLists(docker: Docker, project: string): Promise<void> {
  const filters = { label: [`com.docker.compose.project=${project}`] };
  await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
}

async function untilReady(container: Docker.Container, command: string[]): Promise<void> {
  for (;;) {
    const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
    const stream = await exec.start({});
    await new Promise((resolve) => stream.resume().once('end', resolve));
    const { ExitCode } = await exec.inspect();
    if (ExitCode === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function limiter(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}

function alreadyStopped(error: { statusCode?: number }): void {
  if (error.statusCode !== 304) throw error;
}
