import type { CallOptions, Engine } from '../engine/index.ts';
import { type ObservedContainer, observeContainers } from './observe.ts';
import { withOutsideHealth } from './outside-health.ts';
import type { ContainerStatus, PublishedPort, StackParts, StackStatus } from './stack.ts';
import { stateOf } from './state-of.ts';
import { isOrphan } from './verdict.ts';

/** One list call; those that are probed from outside are asked. */
export async function readStatus(parts: StackParts, options: CallOptions): Promise<StackStatus> {
  const observed = await observeContainers(parts, options);
  return statusOf(parts, await withOutsideHealth(parts.engine, observed, options));
}

export function statusOf(
  { project, engine }: StackParts,
  observed: readonly ObservedContainer[],
): StackStatus {
  const containers = observed
    .map((container) => containerStatus(container, isOrphan(project, container), engine))
    .sort(inOrder);
  return {
    project: project.name,
    state: stateOf(containers.filter(({ oneOff, orphan }) => !oneOff && !orphan)),
    containers,
  };
}

export function containerStatus(
  container: ObservedContainer,
  orphan: boolean,
  engine: Pick<Engine, 'info'>,
): ContainerStatus {
  const { service, number, name, id, imageName: image, state, health, exitCode } = container;
  const { status, createdAt, oneOff } = container;
  return {
    service,
    number,
    name,
    id,
    image,
    state,
    health,
    ...(exitCode !== undefined && { exitCode }),
    status,
    createdAt,
    ports: publishedPorts(container.ports, machineOf(engine)),
    orphan,
    oneOff,
  };
}

/** By service, then by number. */
export function inOrder(a: ContainerStatus, b: ContainerStatus): number {
  return a.service.localeCompare(b.service) || a.number - b.number || a.name.localeCompare(b.name);
}

/** Name of the machine where published ports are; an ssh destination may be one that only ssh knows. */
function machineOf({ info: { local, endpoint } }: Pick<Engine, 'info'>): string {
  if (local || endpoint.kind === 'socket') return 'localhost';
  return endpoint.kind === 'tcp' ? endpoint.host : endpoint.destination.replace(/^.*@/, '');
}

function publishedPorts(ports: ObservedContainer['ports'], machine: string): PublishedPort[] {
  const published = ports
    .filter(({ PublicPort }) => PublicPort !== undefined)
    .map(({ IP, PublicPort, PrivatePort, Type }) => ({
      hostIp: IP ?? '',
      published: PublicPort,
      target: PrivatePort,
      protocol: Type,
      ...(Type === 'tcp' && { url: `http://${hostOf(IP, machine)}:${PublicPort}` }),
    }));
  // The engine tells of IPv4 and IPv6 apart; people want to see a port once.
  return published
    .filter(
      (port) =>
        port.hostIp !== '::' ||
        !published.some(
          (other) =>
            other.hostIp === '0.0.0.0' &&
            other.published === port.published &&
            other.protocol === port.protocol,
        ),
    )
    .sort((a, b) => a.target - b.target || a.published - b.published);
}

function hostOf(ip: string | undefined, machine: string): string {
  if (ip === '127.0.0.1') return 'localhost';
  const address = !ip || ip === '0.0.0.0' || ip === '::' ? machine : ip;
  return address.includes(':') ? `[${address}]` : address;
}
