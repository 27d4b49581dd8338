import { PortNotPublished } from './errors.ts';
import { findRunning, type OperationParts } from './find.ts';

/** Where a port of a container is reached. */
export interface PortBinding {
  hostIp: string;
  published: number;
  target: number;
  protocol: string;
}

export interface PortRequest {
  /** The port inside the container. */
  target: number;
  protocol: string;
}

/** The bindings of a service's container, IPv4 before IPv6: all, or those of one port (then at least one, else an error). */
export async function findPorts(
  parts: OperationParts,
  service: string,
  wanted: PortRequest | undefined,
  options: { index?: number | undefined; signal?: AbortSignal | undefined } = {},
): Promise<PortBinding[]> {
  const { summary } = await findRunning(parts, service, options);
  const bindings = (summary.Ports ?? [])
    .filter((port) => port.PublicPort !== undefined)
    .map((port) => ({
      hostIp: port.IP ?? '0.0.0.0',
      published: port.PublicPort,
      target: port.PrivatePort,
      protocol: port.Type,
    }))
    .sort(
      (one, other) =>
        one.target - other.target || Number(one.hostIp.includes(':')) - Number(other.hostIp.includes(':')),
    );
  if (!wanted) return bindings;
  const found = bindings.filter((it) => it.target === wanted.target && it.protocol === wanted.protocol);
  if (found.length === 0)
    throw new PortNotPublished(service, `port ${wanted.target}/${wanted.protocol}`, [
      ...new Set(bindings.map((it) => `${it.target}/${it.protocol}`)),
    ]);
  return found;
}
