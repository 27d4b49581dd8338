import type { ComposeProject, Dependency, Service } from '../compose/index.ts';
import { ComposeUnsupported, NoSuchService } from './errors.ts';

/** What a service needs: `depends_on`, and what follows from sharing another service's namespaces or volumes. */
export function implicitDependencies(project: ComposeProject, name: string): Record<string, Dependency> {
  const service = project.config.services[name];
  const dependencies: Record<string, Dependency> = { ...service?.depends_on };
  if (!service) return dependencies;
  for (const other of sharedServices(service))
    dependencies[other] ??= { condition: 'service_started', required: true, restart: true };
  for (const link of service.links ?? [])
    dependencies[linkOf(link).service] ??= { condition: 'service_started', required: true };
  return dependencies;
}

/** The services whose containers this one is tied to by id: when they are recreated, so is this. */
export function sharedServices(service: Service): string[] {
  const references = [service.network_mode, service.ipc, service.pid]
    .filter((mode) => mode?.startsWith('service:'))
    .map((mode) => (mode ?? '').slice('service:'.length));
  for (const source of service.volumes_from ?? [])
    if (!source.startsWith('container:')) references.push(source.split(':')[0] ?? source);
  return [...new Set(references)];
}

export function linkOf(link: string): { service: string; alias: string } {
  const [service = link, alias = service] = link.split(':');
  return { service, alias };
}

/**
 * The chosen services (default all) with everything that they need, dependencies first. Without dependencies nothing
 * is drawn in; the order among the chosen still counts.
 */
export function servicesInOrder(
  project: ComposeProject,
  chosen: readonly string[] = [],
  withDependencies = true,
): string[] {
  const { services } = project.config;
  const order: string[] = [];
  const open: string[] = [];
  const visit = (name: string): void => {
    if (order.includes(name)) return;
    if (open.includes(name)) throw circle(project, [...open.slice(open.indexOf(name)), name]);
    open.push(name);
    for (const needed of Object.keys(implicitDependencies(project, name)))
      if (services[needed]) visit(needed);
    open.pop();
    order.push(name);
  };
  for (const name of chosen) if (!services[name]) throw new NoSuchService(name, project);
  for (const name of chosen.length > 0 ? chosen : Object.keys(services)) visit(name);
  return withDependencies || chosen.length === 0 ? order : order.filter((name) => chosen.includes(name));
}

function circle(project: ComposeProject, names: readonly string[]): ComposeUnsupported {
  return new ComposeUnsupported(`Services wait for each other in a circle: ${names.join(' → ')}.`, {
    where: project.where(['services', names[0] ?? '', 'depends_on']),
    remedy: 'Remove one of these dependencies.',
  });
}
