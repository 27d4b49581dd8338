import type { CallOptions } from '../engine/index.ts';
import { type ObservedContainer, observeContainers } from './observe.ts';
import type { ContainerStatus, PublishedPort, StackParts, StackStatus } from './stack.ts';
import { stateOf } from './state-of.ts';
import { isOrphan } from './verdict.ts';

/** One list call. */
export async function readStatus(parts: StackParts, options: CallOptions): Promise<StackStatus> {
  return statusOf(parts, await observeContainers(parts, options));
}

export function statusOf({ project }: StackParts, observed: readonly ObservedContainer[]): StackStatus {
  const containers = observed
    .map((container) => containerStatus(container, isOrphan(project, container)))
    .sort(inOrder);
  return {
    project: project.name,
    state: stateOf(containers.filter(({ oneOff, orphan }) => !oneOff && !orphan)),
    containers,
  };
}

export function containerStatus(container: ObservedContainer, orphan: boolean): ContainerStatus {
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
    ports: publishedPorts(container.ports),
    orphan,
    oneOff,
  };
}

/** By service, then by number. */
export function inOrder(a: ContainerStatus, b: ContainerStatus): number {
  return a.service.localeCompare(b.service) || a.number - b.number || a.name.localeCompare(b.name);
}

function publishedPorts(ports: ObservedContainer['ports']): PublishedPort[] {
  const published = ports
    .filter(({ PublicPort }) => PublicPort !== undefined)
    .map(({ IP, PublicPort, PrivatePort, Type }) => ({
      hostIp: IP ?? '',
      published: PublicPort,
      target: PrivatePort,
      protocol: Type,
      ...(Type === 'tcp' && { url: `http://${hostOf(IP)}:${PublicPort}` }),
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

function hostOf(address: string | undefined): string {
  if (!address || address === '0.0.0.0' || address === '::' || address === '127.0.0.1') return 'localhost';
  return address.includes(':') ? `[${address}]` : address;
}
