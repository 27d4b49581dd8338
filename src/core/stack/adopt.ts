import type { Cause } from '../../shared/index.ts';
import type { ComposeProject } from '../compose/index.ts';
import type { ContainerDetails, ImageDetails } from '../engine/index.ts';
import { fieldCause } from './causes.ts';
import type { DesiredService } from './desired.ts';
import { canonical, fieldNameOf, targetOfBind } from './hash.ts';
import { labelNames } from './labels.ts';

/*
 * Compose's own hash differs from version to version, so containers that it made are compared field by field: what the
 * engine shows of them, less what the image and the engine put there by themselves.
 */

/** How a container that someone else made differs from what is wanted; empty when it can be taken over as it is. */
export function differencesOf(
  project: ComposeProject,
  service: DesiredService,
  container: ContainerDetails,
  image: ImageDetails | undefined,
): Cause[] {
  const names = [
    ...plainDifferences(service, container, image),
    ...environmentDifferences(service, container, image),
    ...labelDifferences(service, container, image),
    ...hostDifferences(service, container),
    ...mountDifferences(service, container, image),
    ...portDifferences(service, container),
    ...networkDifferences(service, container),
    // What was written into a container cannot be seen from outside.
    ...service.blueprint.contents.map(({ kind, source }) => `${kind} ${source}`),
  ];
  return names.map((name) => fieldCause(name, 'changed', project, service.name));
}

/** Keys of the container's own configuration; without a value they come from the image. */
function plainDifferences(
  { blueprint }: DesiredService,
  { Config: there }: ContainerDetails,
  image: ImageDetails | undefined,
): string[] {
  const inherited = image?.Config;
  const wanted = blueprint.spec;
  const pairs: [key: keyof typeof wanted, wanted: unknown, there: unknown][] = [
    ['Image', wanted.Image, there.Image],
    ['Cmd', wanted.Cmd ?? (wanted.Entrypoint ? undefined : inherited?.Cmd), there.Cmd],
    ['Entrypoint', wanted.Entrypoint ?? inherited?.Entrypoint, there.Entrypoint],
    ['User', wanted.User ?? inherited?.User, there.User],
    ['WorkingDir', wanted.WorkingDir ?? inherited?.WorkingDir, there.WorkingDir],
    ['Domainname', wanted.Domainname, there.Domainname],
    ['Tty', wanted.Tty, there.Tty],
    ['OpenStdin', wanted.OpenStdin, there.OpenStdin],
    [
      'StopSignal',
      wanted.StopSignal ?? (inherited as { StopSignal?: string } | undefined)?.StopSignal,
      (there as { StopSignal?: string }).StopSignal,
    ],
    ['StopTimeout', wanted.StopTimeout, (there as { StopTimeout?: number }).StopTimeout],
  ];
  if (wanted.Hostname !== undefined) pairs.push(['Hostname', wanted.Hostname, there.Hostname]);
  const check = { ...inherited?.Healthcheck, ...wanted.Healthcheck };
  pairs.push(['Healthcheck', filledOnly(check), filledOnly({ ...there.Healthcheck })]);
  return pairs.filter(([, left, right]) => !same(left, right)).map(([key]) => fieldNameOf(key));
}

function environmentDifferences(
  { blueprint }: DesiredService,
  { Config }: ContainerDetails,
  image: ImageDetails | undefined,
): string[] {
  const wanted = { ...variables(image?.Config?.Env), ...variables(blueprint.spec.Env) };
  return differingKeys(wanted, variables(Config.Env)).map((name) => `env ${name}`);
}

function labelDifferences(
  { blueprint }: DesiredService,
  { Config }: ContainerDetails,
  image: ImageDetails | undefined,
): string[] {
  const theirs = Object.entries(Config.Labels ?? {}).filter(
    ([name]) => !name.startsWith('com.docker.compose.') && !Object.values<string>(labelNames).includes(name),
  );
  const wanted = { ...image?.Config?.Labels, ...blueprint.spec.Labels };
  return differingKeys(wanted, Object.fromEntries(theirs)).map((name) => `label ${name}`);
}

/** What the engine fills in where nothing was asked for. */
const engineDefaults: Record<string, unknown[]> = {
  ShmSize: [67108864],
  Runtime: ['runc', 'crun'],
  IpcMode: ['private', 'shareable'],
  CgroupnsMode: ['host', 'private'],
  RestartPolicy: ['no', ''].map((Name) => ({ Name, MaximumRetryCount: 0 })),
  NetworkMode: ['default'],
  MemorySwappiness: [-1],
  PidsLimit: [-1],
};

/** Keys that are compared elsewhere, or that nobody can ask for. */
const otherwiseCompared = [
  'Binds',
  'Mounts',
  'PortBindings',
  'NetworkMode',
  'LogConfig',
  'MaskedPaths',
  'ReadonlyPaths',
  'ConsoleSize',
  'AutoRemove',
  'ContainerIDFile',
  'Links',
];

function hostDifferences({ blueprint }: DesiredService, container: ContainerDetails): string[] {
  const wanted = blueprint.spec.HostConfig as Record<string, unknown>;
  const there = container.HostConfig as Record<string, unknown>;
  const keys = new Set([...Object.keys(wanted), ...Object.keys(there)]);
  const names = [...keys]
    .filter((key) => !otherwiseCompared.includes(key))
    .filter((key) => !sameSetting(key, wanted, there))
    .map(fieldNameOf);
  const { LogConfig: logging } = wanted as { LogConfig?: { Type: string; Config: object } };
  const theirLogging = there['LogConfig'] as { Type: string; Config: object } | undefined;
  if (logging && (logging.Type || theirLogging?.Type) === theirLogging?.Type) {
    if (!same(logging.Config, theirLogging?.Config)) names.push('logging');
  } else if (logging) names.push('logging');
  return names;
}

function sameSetting(key: string, wanted: Record<string, unknown>, there: Record<string, unknown>): boolean {
  const left = sorted(key, wanted[key]);
  const right = sorted(key, there[key]);
  if (same(left, right)) return true;
  // Without a limit of its own, swap is as large as memory once more.
  if (key === 'MemorySwap' && left === undefined) return right === Number(wanted['Memory'] ?? 0) * 2;
  if (key === 'RestartPolicy' && left)
    return same({ MaximumRetryCount: 0, ...left }, { MaximumRetryCount: 0, ...(right as object) });
  return left === undefined && (engineDefaults[key] ?? []).some((value) => same(value, right));
}

/** Lists whose order means nothing. */
const sets = [
  'Ulimits',
  'CapAdd',
  'CapDrop',
  'SecurityOpt',
  'GroupAdd',
  'ExtraHosts',
  'DeviceCgroupRules',
  'Devices',
];

function sorted(key: string, value: unknown): unknown {
  return sets.includes(key) && Array.isArray(value) ? value.map(canonical).sort() : value;
}

/** Kind, source, and whether it may be written, by the path in the container. */
function mountDifferences(
  service: DesiredService,
  container: ContainerDetails,
  image: ImageDetails | undefined,
): string[] {
  const { Binds = [], Mounts = [] } = service.blueprint.spec.HostConfig;
  const wanted: Record<string, string> = {};
  for (const bind of Binds) {
    const target = targetOfBind(bind);
    const mode = bind.slice(bind.lastIndexOf(':') + 1);
    const source = bind.slice(0, bind.indexOf(`:${target}`));
    wanted[target] = canonical(['bind', source, !mode.split(',').includes('ro')]);
  }
  for (const { Type, Source, Target, ReadOnly } of Mounts)
    if (Type !== 'tmpfs') wanted[Target] = canonical([Type, Source || 'anonymous', !ReadOnly]);
  for (const target of Object.keys(image?.Config?.Volumes ?? {}))
    wanted[target] ??= canonical(['volume', 'anonymous', true]);
  const there: Record<string, string> = {};
  for (const { Type, Name, Source, Destination, RW } of container.Mounts) {
    if (Type === 'tmpfs') continue;
    const source = Type === 'volume' ? (/^[0-9a-f]{64}$/.test(Name ?? '') ? 'anonymous' : Name) : Source;
    there[Destination] = canonical([Type, source, RW]);
  }
  return differingKeys(wanted, there).map((target) => `volume ${target}`);
}

function portDifferences({ blueprint }: DesiredService, container: ContainerDetails): string[] {
  const simple = (bindings: unknown): Record<string, string> =>
    Object.fromEntries(
      Object.entries((bindings ?? {}) as Record<string, { HostIp: string; HostPort: string }[] | null>).map(
        ([key, list]) => [
          key,
          (list ?? [])
            .map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}`)
            .sort()
            .join(),
        ],
      ),
    );
  return differingKeys(
    simple(blueprint.spec.HostConfig.PortBindings),
    simple(container.HostConfig.PortBindings),
  ).map((key) => `port ${key}`);
}

/** More names than we would give do no harm; addresses and networks must be the same. */
function networkDifferences({ blueprint }: DesiredService, container: ContainerDetails): string[] {
  const there = container.NetworkSettings.Networks;
  const differing = blueprint.endpoints
    .filter(({ network, settings }) => {
      const endpoint = there[network];
      if (!endpoint) return true;
      const aliases = (endpoint.Aliases ?? []) as string[];
      return (
        !(settings.Aliases ?? []).every((alias) => aliases.includes(alias)) ||
        !same(filledOnly({ ...settings.IPAMConfig }), filledOnly({ ...endpoint.IPAMConfig })) ||
        (settings.MacAddress !== undefined && settings.MacAddress !== endpoint.MacAddress)
      );
    })
    .map(({ key }) => `network ${key}`);
  const wanted = blueprint.endpoints.map(({ network }) => network);
  const mode = blueprint.spec.HostConfig.NetworkMode ?? '';
  if (wanted.length === 0) {
    const theirs = container.HostConfig.NetworkMode ?? '';
    const sharesContainer = mode.startsWith('service:') && theirs.startsWith('container:');
    return sharesContainer || mode === theirs ? differing : [...differing, 'network_mode'];
  }
  const extra = Object.keys(there).filter((network) => !wanted.includes(network));
  return [...differing, ...extra.map((network) => `network ${network}`)];
}

function variables(list: readonly string[] | null | undefined): Record<string, string> {
  return Object.fromEntries(
    (list ?? []).map((entry) => {
      const at = entry.indexOf('=');
      return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}

function differingKeys(left: Record<string, string>, right: Record<string, string>): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((key) => left[key] !== right[key])
    .sort();
}

/** Nothing, in all the ways in which the engine says it, is the same as nothing. */
function same(left: unknown, right: unknown): boolean {
  return isNothing(left) ? isNothing(right) : !isNothing(right) && canonical(left) === canonical(right);
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function filledOnly(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isNothing(value)));
}
