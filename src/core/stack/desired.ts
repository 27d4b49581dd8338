import { type BlockyardError, ManyErrors } from '../../shared/index.ts';
import type { ComposeProject, Network, Service, Volume, Warning } from '../compose/index.ts';
import type { Engine, NetworkSpec, VolumeSpec } from '../engine/index.ts';
import { type Blueprint, optional, type PortReplacement } from './blueprint.ts';
import { blueprintOf } from './container-spec.ts';
import { implicitDependencies, servicesInOrder, sharedServices } from './dependencies.ts';
import { ComposeUnsupported } from './errors.ts';
import { canonical, digestsOf, type Fields, fieldsOf, hashOf } from './hash.ts';
import { labelNames, networkLabels, volumeLabels } from './labels.ts';
import { imageName, networkName, volumeName } from './names.ts';
import { limitsOf } from './support.ts';

/** What the stack should be: the project as the engine would have it. Nothing in it depends on what is there. */
export interface Desired {
  project: ComposeProject;
  /** Dependencies first. */
  services: DesiredService[];
  networks: DesiredNetwork[];
  volumes: DesiredVolume[];
  warnings: Warning[];
}

export interface DesiredService {
  name: string;
  service: Service;
  /** How many containers. */
  scale: number;
  image: string;
  blueprint: Blueprint;
  hash: string;
  /** Digests, as the label records them. */
  fields: Fields;
  dependencies: ReturnType<typeof implicitDependencies>;
  /** Services whose containers this one is tied to by id. */
  tiedTo: string[];
  /** The engine's names. */
  networks: string[];
  volumes: string[];
}

export interface DesiredNetwork {
  key: string;
  name: string;
  external: boolean;
  spec: Omit<NetworkSpec, 'Name'>;
}

export interface DesiredVolume {
  key: string;
  name: string;
  external: boolean;
  spec: Omit<VolumeSpec, 'Name'>;
}

export interface DesiredRequest {
  project: ComposeProject;
  engine: Pick<Engine, 'info' | 'atLeast'>;
  services?: readonly string[] | undefined;
  noDependencies?: boolean | undefined;
  scale?: Record<string, number> | undefined;
  replacedPorts?: readonly PortReplacement[] | undefined;
}

/** Throws all that is unsupported in one go. */
export function desiredOf(request: DesiredRequest): Desired {
  const { project } = request;
  const names = servicesInOrder(project, request.services, !request.noDependencies);
  const errors: BlockyardError[] = [];
  const warnings: Warning[] = [];
  const services: DesiredService[] = [];
  for (const name of names) {
    const limits = limitsOf(project, name);
    warnings.push(...limits.warnings);
    errors.push(...limits.errors);
    if (limits.errors.length > 0) continue;
    try {
      services.push(desiredService(name, request, (warning) => warnings.push(warning)));
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
      errors.push(thrown as BlockyardError);
    }
  }
  if (errors.length === 1 && errors[0]) throw errors[0];
  if (errors.length > 1) throw new ManyErrors(errors);
  const usedNetworks = new Set(services.flatMap(({ networks }) => networks));
  const usedVolumes = new Set(services.flatMap(({ volumes }) => volumes));
  return {
    project,
    services,
    networks: networkKeys(services)
      .map((key) => desiredNetwork(project, key))
      .filter(({ name }) => usedNetworks.has(name)),
    volumes: Object.keys(project.config.volumes ?? {})
      .map((key) => desiredVolume(project, key))
      .filter(({ name }) => usedVolumes.has(name)),
    warnings,
  };
}

function networkKeys(services: readonly DesiredService[]): string[] {
  return [...new Set(services.flatMap(({ blueprint }) => blueprint.endpoints.map(({ key }) => key)))];
}

function desiredService(
  name: string,
  request: DesiredRequest,
  warn: (warning: Warning) => void,
): DesiredService {
  const { project, engine } = request;
  const service = project.config.services[name] as Service;
  const scale = request.scale?.[name] ?? service.scale ?? service.deploy?.replicas ?? 1;
  if (service.container_name && scale > 1)
    throw new ComposeUnsupported(
      `The service ${name} has a container_name, so it cannot have ${scale} containers.`,
      {
        where: project.where(['services', name, 'container_name']),
        remedy: 'Remove container_name, or scale it to 1.',
      },
    );
  const blueprint = blueprintOf({
    project,
    service: name,
    engine,
    replacedPorts: request.replacedPorts ?? [],
    warn,
  });
  const fields = fieldsOf(blueprint);
  return {
    name,
    service,
    scale,
    image: imageName(project, name),
    blueprint,
    hash: hashOf(fields),
    fields: digestsOf(fields),
    dependencies: implicitDependencies(project, name),
    tiedTo: sharedServices(service),
    networks: blueprint.endpoints.map(({ network }) => network),
    volumes: (service.volumes ?? [])
      .filter(({ type, source }) => type === 'volume' && source !== undefined)
      .map(({ source }) => volumeName(project, source ?? '')),
  };
}

/** The engine's form of a network. */
export function desiredNetwork(project: ComposeProject, key: string): DesiredNetwork {
  const network: Partial<Network> = project.config.networks?.[key] ?? {};
  const pools = network.ipam?.config?.map(({ subnet, gateway, ip_range, aux_addresses }) =>
    optional({ Subnet: subnet, Gateway: gateway, IPRange: ip_range, AuxiliaryAddresses: aux_addresses }),
  );
  const spec = optional({
    CheckDuplicate: true,
    Driver: network.driver ?? 'bridge',
    Options: network.driver_opts,
    Internal: network.internal || undefined,
    Attachable: network.attachable || undefined,
    EnableIPv4: network.enable_ipv4,
    EnableIPv6: network.enable_ipv6,
    IPAM:
      network.ipam && (network.ipam.driver || pools?.length || network.ipam.options)
        ? optional({
            Driver: network.ipam.driver ?? 'default',
            Config: pools?.length ? pools : undefined,
            Options: network.ipam.options,
          })
        : undefined,
  }) as Omit<NetworkSpec, 'Name'>;
  return {
    key,
    name: networkName(project, key),
    external: network.external ?? false,
    spec: {
      ...spec,
      Labels: {
        ...networkLabels(project, key),
        [labelNames.hash]: hashOf({ network: canonical({ ...spec, labels: network.labels ?? {} }) }),
      },
    },
  };
}

/** The engine's form of a volume. */
export function desiredVolume(project: ComposeProject, key: string): DesiredVolume {
  const volume: Partial<Volume> = project.config.volumes?.[key] ?? {};
  const spec = optional({ Driver: volume.driver ?? 'local', DriverOpts: volume.driver_opts });
  return {
    key,
    name: volumeName(project, key),
    external: volume.external ?? false,
    spec: {
      ...spec,
      Labels: {
        ...volumeLabels(project, key),
        [labelNames.hash]: hashOf({ volume: canonical(spec) }),
      },
    },
  };
}
