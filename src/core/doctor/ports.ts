import { createServer } from 'node:net';
import type { ComposeProject } from '../compose/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Finding } from './finding.ts';

interface WantedPort {
  service: string;
  host: string;
  port: number;
}

/** TCP ports that the project publishes and somebody else holds. Only asked when the engine publishes on this machine. */
export async function checkPorts(
  project: ComposeProject,
  engine: Engine,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  if (!engine.info.local) return [];
  const own = await engine.containers.list(
    { labels: [`com.docker.compose.project=${project.name}`] },
    { signal },
  );
  const held = new Set(own.flatMap((container) => (container.Ports ?? []).map((port) => port.PublicPort)));
  const wanted = wantedPorts(project);
  const taken: WantedPort[] = [];
  for (const it of wanted) if (!held.has(it.port) && (await isTaken(it))) taken.push(it);
  if (wanted.length > 0 && taken.length === 0)
    return [{ level: 'ok', topic: 'ports', what: `The ports of ${project.name} are free or its own.` }];
  return taken.map(({ service, port }) => ({
    level: 'warning',
    topic: 'ports',
    what: `Port ${port}, which ${service} publishes, is taken.`,
    remedy:
      'Stop what holds it (bringing the stack up names it), or let Blockyard use free ports (`blockyard up --free-ports`).',
  }));
}

function wantedPorts(project: ComposeProject): WantedPort[] {
  return Object.entries(project.config.services).flatMap(([service, { ports = [] }]) =>
    ports
      .filter(({ protocol, published }) => protocol === 'tcp' && /^\d+$/.test(published ?? ''))
      .map(({ published, host_ip }) => ({ service, host: host_ip ?? '0.0.0.0', port: Number(published) }))
      .filter(({ port }) => port > 0),
  );
}

export function isTaken({ host, port }: Pick<WantedPort, 'host' | 'port'>): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(false)));
  });
}
