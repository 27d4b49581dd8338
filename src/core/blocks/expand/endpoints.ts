import type { OverlayFile } from '../../compose/index.ts';
import { didYouMean } from '../../compose/index.ts';
import { BlockInvalid, StackFileInvalid } from '../errors.ts';
import type { Endpoint } from '../stack-project.ts';
import type { Attachment } from './attach.ts';
import type { Member } from './member.ts';
import { listed } from './members.ts';
import type { StablePorts } from './ports.ts';
import type { Renderer } from './renderer.ts';

/** An endpoint with what its service in the stack must publish. */
export interface PlacedEndpoint extends Endpoint {
  /** The block's name of the service. */
  part: string;
  protocol: 'tcp' | 'udp';
}

/** As expressions see it: `endpoint.main.address`. */
export interface EndpointView {
  scheme: string;
  host: string;
  port: bigint | string;
  address: string;
  url: string;
  /** On 127.0.0.1, in both forms: what a server must name to clients of the developer's machine. */
  published?: bigint;
}

/** The ways into a member, with their ports on 127.0.0.1. `services` are those that it makes, by part. */
export function endpointsOf(
  member: Member,
  renderer: Renderer,
  services: Readonly<Record<string, string>>,
  ports: StablePorts,
  file: OverlayFile,
): PlacedEndpoint[] {
  const definitions = member.block.definition.endpoints ?? {};
  reportUnknown(member, Object.keys(definitions), file);
  return Object.entries(definitions).flatMap(([name, definition]) => {
    const path = ['endpoints', name];
    if (!renderer.holds(definition.when, [...path, 'when'])) return [];
    const part = definition.service ?? 'main';
    const service = Object.hasOwn(services, part) ? services[part] : undefined;
    if (service === undefined) {
      if (Object.hasOwn(member.block.definition.services, part)) return [];
      const where = member.block.places.where([...path, 'service']);
      const remedy = didYouMean(part, Object.keys(services)) ?? listed('There is', Object.keys(services));
      file.report(new BlockInvalid(`endpoints.${name}: there is no service "${part}".`, { where, remedy }));
      return [];
    }
    const port = renderer.port(definition.port, [...path, 'port']);
    if (port === undefined) return [];
    const published = publishedPort(member, name, renderer, ports);
    return [
      {
        name,
        title: definition.title ?? name,
        service,
        part,
        port,
        ...(published !== undefined && { published }),
        ...(definition.scheme !== undefined && { scheme: definition.scheme }),
        path: definition.path === undefined ? '' : renderer.text(definition.path, [...path, 'path']),
        open: definition.open ?? false,
        protocol: definition.protocol ?? 'tcp',
      },
    ];
  });
}

/** Ports that are wished for, before any is given out by us. */
export function takeWishedPorts(member: Member, ports: StablePorts): void {
  for (const wish of Object.values(member.use.publish ?? {})) if (wish !== false) ports.take(wish);
}

function reportUnknown(member: Member, names: readonly string[], file: OverlayFile): void {
  for (const name of Object.keys(member.use.publish ?? {})) {
    if (names.includes(name)) continue;
    const where = file.whereKey([...member.path, 'publish', name]);
    const remedy = didYouMean(name, names) ?? listed('There is', names);
    const { block } = member.block.definition;
    file.report(new StackFileInvalid(`${block} has no endpoint "${name}".`, { where, remedy }));
  }
}

function publishedPort(
  member: Member,
  name: string,
  renderer: Renderer,
  ports: StablePorts,
): number | undefined {
  const wish = member.use.publish?.[name];
  if (wish !== undefined) return wish === false ? undefined : wish;
  const path = ['endpoints', name, 'publish'];
  const own = member.block.definition.endpoints?.[name]?.publish ?? true;
  const value = typeof own === 'string' ? renderer.value(own, path) : own;
  if (value === false || value === 'false' || value === '') return undefined;
  if (value === true || value === 'true') return ports.of(member.name, name);
  return renderer.port(Number(value), path);
}

/** The endpoints as a container of the stack reaches them, and as a process on the developer's machine does. */
export function endpointViews(
  endpoints: readonly Endpoint[],
): Record<'inside' | 'host', Record<string, EndpointView>> {
  const inside = endpoints.map((it) => [it.name, view(it, it.service, it.port)]);
  const host = endpoints.map((it) => [
    it.name,
    it.published === undefined ? view(it, it.service, it.port) : view(it, '127.0.0.1', it.published),
  ]);
  return { inside: Object.fromEntries(inside), host: Object.fromEntries(host) };
}

/** The same for one that runs elsewhere. */
export function attachedViews(
  member: Member,
  attachment: Attachment,
  renderer: Renderer,
): Record<'inside' | 'host', Record<string, EndpointView>> {
  const views = (host: string) =>
    Object.fromEntries(
      Object.entries(member.block.definition.endpoints ?? {}).map(([name, { port: own }]) => {
        const usual = renderer.port(own, ['endpoints', name, 'port']) ?? 0;
        const port = name === 'main' ? attachment.port(usual) : String(usual);
        const { scheme, url } = attachment;
        return [name, { scheme, host, port, address: `${host}:${port}`, url }];
      }),
    );
  return { inside: views(attachment.insideHost), host: views(attachment.host) };
}

function view(endpoint: Endpoint, host: string, port: number): EndpointView {
  const { scheme = 'tcp', path, published } = endpoint;
  const address = `${host}:${port}`;
  return {
    scheme,
    host,
    port: BigInt(port),
    address,
    url: `${scheme}://${address}${path}`,
    ...(published !== undefined && { published: BigInt(published) }),
  };
}
