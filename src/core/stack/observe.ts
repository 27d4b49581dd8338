import { realpathSync } from 'node:fs';
import type { CallOptions, ContainerSummary, NetworkSummary, VolumeSummary } from '../engine/index.ts';
import type { Desired } from './desired.ts';
import { ProjectNameTaken } from './errors.ts';
import type { Fields } from './hash.ts';
import { labelNames, projectFilter } from './labels.ts';
import { type OutsideProbe, outsideProbeIn } from './outside-probe.ts';
import type { ContainerStatus, StackParts } from './stack.ts';

/** A container of the project as the one list call shows it. */
export interface ObservedContainer {
  id: string;
  name: string;
  service: string;
  number: number;
  oneOff: boolean;
  state: ContainerStatus['state'];
  /** One that is probed from outside is `starting` until somebody asked: see outside-health.ts. */
  health: ContainerStatus['health'];
  outsideProbe?: OutsideProbe;
  exitCode?: number;
  /** The engine's words. */
  status: string;
  createdAt: number;
  /** As the Compose file had it, where we know. */
  imageName: string;
  /** As the container was made with, or an id when that name means another image by now. */
  image: string;
  imageId: string;
  /** Absent for containers that others made and that were not adopted. */
  hash?: string | undefined;
  fields?: Fields | undefined;
  workingDirectory?: string | undefined;
  /** Id by name; the id is empty before the first start. */
  networks: Map<string, string>;
  networkMode: string;
  /** Ids of the containers that it shares something with, by service, where we made it. */
  tiedTo: Record<string, string>;
  mounts: ContainerSummary['Mounts'];
  ports: ContainerSummary['Ports'];
}

/** What is on the engine. */
export interface Observed {
  containers: ObservedContainer[];
  networks: Map<string, NetworkSummary>;
  volumes: Map<string, VolumeSummary>;
}

/** What is remembered of a container that someone else made: labels cannot be changed. */
export interface Adoption {
  hash: string;
  fields: Fields;
}

export const adoptionArea = 'adopted-containers';

/**
 * At most three list calls, at once. Networks and volumes are looked up by name, so that one which has the name but
 * not our labels is seen as well.
 */
export async function observe(parts: StackParts, desired: Desired, options: CallOptions): Promise<Observed> {
  const networkNames = desired.networks.map(({ name }) => name);
  const volumeNames = desired.volumes.map(({ name }) => name);
  const [containers, networks, volumes] = await Promise.all([
    observeContainers(parts, options),
    networkNames.length > 0 ? parts.engine.networks.list({ names: networkNames }, options) : [],
    volumeNames.length > 0 ? parts.engine.volumes.list({ names: volumeNames }, options) : [],
  ]);
  return {
    containers,
    networks: new Map(networks.map((network) => [network.Name, network])),
    volumes: new Map(volumes.map((volume) => [volume.Name, volume])),
  };
}

/** All containers of the project, one-off ones as well; refuses when they belong to another folder. */
export async function observeContainers(
  parts: StackParts,
  options: CallOptions,
): Promise<ObservedContainer[]> {
  const { engine, project, store } = parts;
  const summaries = await engine.containers.list({ labels: [projectFilter(project.name)] }, options);
  const containers = summaries
    .map((summary) => observedContainer(summary))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const container of containers) {
    if (container.hash !== undefined) continue;
    const adoption = store.get<Adoption>(adoptionArea, container.id);
    if (adoption) Object.assign(container, adoption);
  }
  refuseForeignOwner(parts, containers);
  return containers;
}

export function observedContainer(summary: ContainerSummary): ObservedContainer {
  // Podman leaves out what is empty.
  const labels = summary.Labels ?? {};
  const outsideProbe = outsideProbeIn(labels[labelNames.probe]);
  const exitCode = /^Exited \((\d+)\)/.exec(summary.Status)?.[1];
  return {
    id: summary.Id,
    name: nameOf(summary),
    service: labels[labelNames.service] ?? '',
    number: Number(labels[labelNames.number] ?? 1),
    oneOff: labels[labelNames.oneOff] === 'True',
    state: summary.State as ObservedContainer['state'],
    health: outsideProbe && summary.State === 'running' ? 'starting' : healthOf(summary.Status),
    ...(outsideProbe && { outsideProbe }),
    ...(exitCode !== undefined && { exitCode: Number(exitCode) }),
    status: summary.Status,
    createdAt: summary.Created * 1000,
    imageName: labels[labelNames.imageName] ?? summary.Image,
    image: summary.Image,
    imageId: summary.ImageID,
    hash: labels[labelNames.hash],
    fields: parseLabel(labels[labelNames.fields]),
    workingDirectory: labels[labelNames.workingDirectory],
    networks: new Map(
      Object.entries(summary.NetworkSettings?.Networks ?? {}).map(([name, { NetworkID }]) => [
        name,
        NetworkID,
      ]),
    ),
    networkMode: summary.HostConfig?.NetworkMode ?? '',
    tiedTo: parseLabel(labels[labelNames.tiedTo]) ?? {},
    mounts: summary.Mounts ?? [],
    ports: summary.Ports ?? [],
  };
}

/** A linked container has one name more for each link; its own has no second slash. */
function nameOf({ Names, Id }: ContainerSummary): string {
  const own = Names.find((name) => name.lastIndexOf('/') === 0);
  return (own ?? Names[0] ?? Id).replace(/^\//, '');
}

function healthOf(status: string): ObservedContainer['health'] {
  if (status.includes('(healthy)')) return 'healthy';
  if (status.includes('(unhealthy)')) return 'unhealthy';
  return status.includes('(health: starting)') ? 'starting' : 'none';
}

function parseLabel(label: string | undefined): Record<string, string> | undefined {
  if (label === undefined) return undefined;
  try {
    return JSON.parse(label) as Record<string, string>;
  } catch {
    return undefined;
  }
}

/** A project name belongs to the folder that its containers came from, as long as that folder exists. */
function refuseForeignOwner({ project, engine }: StackParts, containers: readonly ObservedContainer[]): void {
  for (const { workingDirectory } of containers) {
    if (workingDirectory === undefined || workingDirectory === project.workingDirectory) continue;
    const owner = realPath(workingDirectory);
    // A folder that was moved away from owns nothing any more.
    if (owner === undefined && engine.info.local) continue;
    if (owner !== realPath(project.workingDirectory))
      throw new ProjectNameTaken(project.name, workingDirectory);
  }
}

function realPath(folder: string): string | undefined {
  try {
    return realpathSync(folder);
  } catch {
    return undefined;
  }
}
