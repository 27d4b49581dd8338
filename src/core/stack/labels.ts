import type { ComposeProject, Dependency } from '../compose/index.ts';
import { implicitDependencies } from './dependencies.ts';

/**
 * The labels that Compose filters by, so that `docker compose ps`, `logs`, `stop` and `down` work on our stacks, and
 * our own, by which we decide.
 */
export const labelNames = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
  configHash: 'com.docker.compose.config-hash',
  dependsOn: 'com.docker.compose.depends_on',
  workingDirectory: 'com.docker.compose.project.working_dir',
  configFiles: 'com.docker.compose.project.config_files',
  version: 'com.docker.compose.version',
  image: 'com.docker.compose.image',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
  /** The image's name as the Compose file has it: the engine may know it by a mirror's. */
  imageName: 'dev.blockyard.image',
  /** Ids of the containers whose namespaces or volumes this one shares, by service. */
  tiedTo: 'dev.blockyard.tied-to',
  /** Digest of everything that makes the container what it is. */
  hash: 'dev.blockyard.hash',
  /** Short digests field by field, so that a change can be named without asking the engine. */
  fields: 'dev.blockyard.fields',
  /** How its readiness is asked for from outside, as JSON: whoever looks needs no files for that. */
  probe: 'dev.blockyard.probe',
} as const;

/** The Compose whose labels these are. */
const composeVersion = '2.26.1';

export function projectFilter(project: string): string {
  return `${labelNames.project}=${project}`;
}

export function networkLabels(project: ComposeProject, key: string): Record<string, string> {
  return {
    ...project.config.networks?.[key]?.labels,
    [labelNames.project]: project.name,
    [labelNames.network]: key,
    [labelNames.version]: composeVersion,
  };
}

export function volumeLabels(project: ComposeProject, key: string): Record<string, string> {
  return {
    ...project.config.volumes?.[key]?.labels,
    [labelNames.project]: project.name,
    [labelNames.volume]: key,
    [labelNames.version]: composeVersion,
  };
}

/** The bookkeeping labels of a service's container; not part of its hash. */
export function containerLabels(
  project: ComposeProject,
  container: {
    service: string;
    number: number;
    hash: string;
    fields: Record<string, string>;
    image: string;
    imageId?: string | undefined;
    oneOff?: boolean;
  },
): Record<string, string> {
  const probe = project.config.services[container.service]?.['x-blockyard-probe'];
  return {
    [labelNames.project]: project.name,
    [labelNames.service]: container.service,
    [labelNames.number]: String(container.number),
    [labelNames.oneOff]: container.oneOff ? 'True' : 'False',
    [labelNames.configHash]: container.hash,
    [labelNames.dependsOn]: dependsOnLabel(project, container.service),
    [labelNames.workingDirectory]: project.workingDirectory,
    [labelNames.configFiles]: project.files.join(','),
    [labelNames.version]: composeVersion,
    ...(container.imageId && { [labelNames.image]: container.imageId }),
    [labelNames.imageName]: container.image,
    [labelNames.hash]: container.hash,
    [labelNames.fields]: JSON.stringify(container.fields),
    ...(probe !== undefined && !container.oneOff && { [labelNames.probe]: JSON.stringify(probe) }),
  };
}

/** `db:service_healthy:false,cache:service_started:true`: name, condition, whether it restarts along. */
function dependsOnLabel(project: ComposeProject, service: string): string {
  const dependencies: [string, Dependency][] = Object.entries(implicitDependencies(project, service));
  return dependencies
    .map(([name, { condition, restart }]) => `${name}:${condition}:${restart ? 'true' : 'false'}`)
    .join(',');
}
