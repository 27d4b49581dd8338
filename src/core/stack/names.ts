import type { ComposeProject } from '../compose/index.ts';

/** The name of a service's container, as Compose 2 gives it: `shop-api-1`. */
export function containerName(project: ComposeProject, service: string, number: number): string {
  return project.config.services[service]?.container_name ?? `${project.name}-${service}-${number}`;
}

const successorSuffix = '.next';

/** The name of a container that is about to take the place of another, while that one still runs. */
export function successorName(name: string): string {
  return `${name}${successorSuffix}`;
}

export function isSuccessorName(name: string): boolean {
  return name.endsWith(successorSuffix);
}

/** The image of a service: as written, or the name that its build gets. */
export function imageName(project: ComposeProject, service: string): string {
  return project.config.services[service]?.image ?? `${project.name}-${service}`;
}

/** The engine's name of a network; `default` is there without being written. */
export function networkName(project: ComposeProject, key: string): string {
  return project.config.networks?.[key]?.name ?? `${project.name}_${key}`;
}

export function volumeName(project: ComposeProject, key: string): string {
  return project.config.volumes?.[key]?.name ?? `${project.name}_${key}`;
}
