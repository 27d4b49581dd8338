import type { ComposeProject, Dependency, Service } from '../compose/index.ts';
import type { CallOptions, Engine } from '../engine/index.ts';
import { labelNames, projectFilter } from './labels.ts';
import { observedContainer } from './observe.ts';

/**
 * A project as the labels on the engine tell it, for verbs on what is there already: services, what they depend on,
 * images and volumes. It has no `files`, and what only those say (hooks, builds) is not in it. Where the engine has
 * nothing of that name, it has no services.
 */
export async function projectFromEngine(
  engine: Engine,
  name: string,
  options: CallOptions = {},
): Promise<ComposeProject> {
  const filters = { labels: [projectFilter(name)] };
  const [summaries, volumes] = await Promise.all([
    engine.containers.list(filters, options),
    engine.volumes.list(filters, options),
  ]);
  const containers = summaries
    .map((summary) => ({
      ...observedContainer(summary),
      dependsOn: dependenciesOf(summary.Labels?.[labelNames.dependsOn]),
    }))
    // By service, the newest last: what that one says counts.
    .sort((one, other) => one.service.localeCompare(other.service) || one.createdAt - other.createdAt);
  const newest = containers.toSorted((one, other) => one.createdAt - other.createdAt).at(-1);
  const services: Record<string, Service> = {};
  for (const { service, imageName, dependsOn } of containers)
    services[service] = {
      command: null,
      entrypoint: null,
      // An image without a name of its own was built for the service.
      ...(imageName === `${name}-${service}` ? { build: {} } : { image: imageName }),
      depends_on: dependsOn,
    };
  withoutCircles(services);
  return {
    name,
    workingDirectory: newest?.workingDirectory ?? process.cwd(),
    files: [],
    sources: [],
    config: {
      name,
      services,
      volumes: Object.fromEntries(
        volumes.map(({ Name, Labels }) => [Labels?.[labelNames.volume] ?? Name, { name: Name }]),
      ),
    },
    disabledServices: {},
    profiles: [],
    warnings: [],
    shellVariables: [],
    environmentSources: {},
    environment: {},
    where: () => undefined,
  };
}

/** Reads `db:service_healthy:false,cache:service_started:true`; older writers leave the later parts out. */
export function dependenciesOf(label = ''): Record<string, Dependency> {
  return Object.fromEntries(
    label
      .split(',')
      .filter((entry) => entry !== '')
      .map((entry): [string, Dependency] => {
        const [service = '', condition, restart] = entry.split(':');
        return [
          service,
          {
            condition: (condition as Dependency['condition']) || 'service_started',
            required: true,
            restart: restart === 'true',
          },
        ];
      }),
  );
}

/** Containers made from different versions of the files may depend on each other in a circle, which nothing can order. */
function withoutCircles(services: Record<string, Service>): void {
  const reaches = (from: string, to: string): boolean =>
    from === to || Object.keys(services[from]?.depends_on ?? {}).some((next) => reaches(next, to));
  const all = Object.entries(services).map(([name, service]) => ({ name, wished: service.depends_on ?? {} }));
  for (const { name } of all) (services[name] as Service).depends_on = {};
  for (const { name, wished } of all)
    for (const [needed, dependency] of Object.entries(wished))
      if (!reaches(needed, name))
        Object.assign((services[name] as Service).depends_on ?? {}, { [needed]: dependency });
}
