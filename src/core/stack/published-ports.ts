import type { Service } from '../compose/index.ts';
import type { PortReplacement } from './blueprint.ts';

type PortBindings = Record<string, { HostIp: string; HostPort: string }[]>;

/** What the engine publishes and exposes for a service. */
export function portsOf(
  service: Service,
  name: string,
  replacements: readonly PortReplacement[],
): { bindings: PortBindings; exposed: Record<string, Record<string, never>> } {
  const bindings: PortBindings = {};
  const exposed: Record<string, Record<string, never>> = {};
  for (const port of service.ports ?? []) {
    const key = `${port.target}/${port.protocol}`;
    const replacement = replacements.find(
      ({ service: owner, wished, protocol }) =>
        owner === name && protocol === port.protocol && String(wished) === port.published,
    );
    exposed[key] = {};
    bindings[key] ??= [];
    bindings[key].push({
      HostIp: port.host_ip ?? '',
      HostPort: replacement ? String(replacement.published) : (port.published ?? ''),
    });
  }
  for (const port of service.expose ?? []) exposed[port.includes('/') ? port : `${port}/tcp`] = {};
  return { bindings, exposed };
}
