import type { StackProject } from '../../blocks/index.ts';
import type { ComposeProject } from '../../compose/index.ts';
import type { ContainerSummary, Engine } from '../../engine/index.ts';
import { NoSuchService } from '../errors.ts';
import { labelNames, projectFilter } from '../labels.ts';
import { ServiceNotRunning } from './errors.ts';

/** What the operations on containers need. */
export interface OperationParts {
  engine: Engine;
  project: ComposeProject & Partial<Pick<StackProject, 'secretValues'>>;
}

/** A container of a service, as an operation wants it. */
export interface ServiceContainer {
  id: string;
  name: string;
  service: string;
  /** The replica's number, from 1. */
  number: number;
  running: boolean;
  oneOff: boolean;
  summary: ContainerSummary;
}

export interface FindOptions {
  services?: string[];
  /** Containers made by `run` as well. */
  oneOff?: boolean;
  signal?: AbortSignal | undefined;
}

/** The containers of these services (default: all), by service and number. One list call. */
export async function findContainers(
  { engine, project }: OperationParts,
  { services = [], oneOff = false, signal }: FindOptions = {},
): Promise<ServiceContainer[]> {
  const summaries = await engine.containers.list({ labels: [projectFilter(project.name)] }, { signal });
  const containers = summaries.map(asServiceContainer);
  requireServices(project, services, containers);
  return containers
    .filter((it) => services.length === 0 || services.includes(it.service))
    .filter((it) => oneOff || !it.oneOff)
    .sort((one, other) => one.service.localeCompare(other.service) || one.number - other.number);
}

/** One running container of a service: the one with that number, else the first. */
export async function findRunning(
  parts: OperationParts,
  service: string,
  options: { index?: number | undefined; signal?: AbortSignal | undefined } = {},
): Promise<ServiceContainer> {
  const containers = await findContainers(parts, { services: [service], signal: options.signal });
  const found = containers.find(
    (it) => it.running && (options.index === undefined || it.number === options.index),
  );
  if (!found) throw new ServiceNotRunning(service, options.index);
  return found;
}

/** A service may be known from the files (whatever its profile) or from what is there or was (an orphan). */
export function requireServices(
  project: ComposeProject,
  services: readonly string[],
  others: readonly { service: string }[] = [],
): void {
  const known = new Set([
    ...Object.keys(project.config.services),
    ...Object.keys(project.disabledServices),
    ...others.map((it) => it.service),
  ]);
  for (const service of services)
    if (!known.has(service)) throw new NoSuchService(service, project, [...known]);
}

function asServiceContainer(summary: ContainerSummary): ServiceContainer {
  const labels = summary.Labels ?? {};
  return {
    id: summary.Id,
    name: (summary.Names?.[0] ?? summary.Id.slice(0, 12)).replace(/^\//, ''),
    service: labels[labelNames.service] ?? '',
    number: Number(labels[labelNames.number] ?? 1),
    running: summary.State === 'running' || summary.State === 'paused',
    oneOff: labels[labelNames.oneOff] === 'True',
    summary,
  };
}
