import type { ComposeProject, NetworkAttachment, Service } from '../compose/index.ts';
import { type BlueprintRequest, type Endpoint, optional, type Place, whereOf } from './blueprint.ts';
import { linkOf } from './dependencies.ts';
import { containerName, networkName } from './names.ts';

/** The engine's network mode. `service:db` stays as it is until the container's id is known. */
export function networkModeOf(project: ComposeProject, service: Service): string {
  if (service.network_mode) return service.network_mode;
  const [first] = attachmentsOf(service);
  return first ? networkName(project, first[0]) : 'none';
}

/** Attachments in the order in which the engine should make them: by priority, then by name. */
function attachmentsOf(service: Service): [string, NetworkAttachment][] {
  if (service.network_mode) return [];
  return Object.entries(service.networks ?? {})
    .map(([key, attachment]): [string, NetworkAttachment] => [key, attachment ?? {}])
    .sort(([a, left], [b, right]) => (right.priority ?? 0) - (left.priority ?? 0) || (a < b ? -1 : 1));
}

export function endpointsOf(
  { project, service: name, engine, warn }: BlueprintRequest,
  service: Service,
  place: Place,
): Endpoint[] {
  return attachmentsOf(service).map(([key, attachment], index) => {
    const macAddress = attachment.mac_address ?? (index === 0 ? service.mac_address : undefined);
    const tooOld = (setting: string, apiVersion: string): undefined =>
      warn({
        message: `${setting} is left out: it needs API ${apiVersion}, this engine has ${engine.info.apiVersion}.`,
        ...whereOf(place('networks', key, setting)),
        remedy: 'Update the engine, or remove the key.',
      }) as undefined;
    const driverOptions = {
      ...attachment.driver_opts,
      ...(attachment.interface_name && {
        'com.docker.network.endpoint.ifname': attachment.interface_name,
      }),
    };
    if (attachment.interface_name && !engine.atLeast('1.48')) {
      tooOld('interface_name', '1.48');
      delete driverOptions['com.docker.network.endpoint.ifname'];
    }
    if (attachment.mac_address && !engine.atLeast('1.44')) tooOld('mac_address', '1.44');
    if (attachment.gw_priority && !engine.atLeast('1.48')) tooOld('gw_priority', '1.48');
    const addresses = optional({
      IPv4Address: attachment.ipv4_address,
      IPv6Address: attachment.ipv6_address,
      LinkLocalIPs: attachment.link_local_ips?.length ? attachment.link_local_ips : undefined,
    });
    return {
      network: networkName(project, key),
      key,
      settings: optional({
        Aliases: [...new Set([name, ...(attachment.aliases ?? [])])],
        Links: linksOf(project, service),
        IPAMConfig: Object.keys(addresses).length > 0 ? addresses : undefined,
        DriverOpts: Object.keys(driverOptions).length > 0 ? driverOptions : undefined,
        MacAddress: engine.atLeast('1.44') ? macAddress : undefined,
        GwPriority: engine.atLeast('1.48') ? attachment.gw_priority : undefined,
      }),
    };
  });
}

/** Legacy links: the other container under one more name. */
function linksOf(project: ComposeProject, service: Service): string[] | undefined {
  const links = (service.links ?? []).map(linkOf).map(
    // The first replica stands for the service; its name resolves on every shared network anyway.
    ({ service: other, alias }) => `${containerName(project, other, 1)}:${alias}`,
  );
  const external = (service.external_links ?? []).map((link) => {
    const [container = link, alias = container] = link.split(':');
    return `${container}:${alias}`;
  });
  const all = [...links, ...external];
  return all.length > 0 ? all : undefined;
}
