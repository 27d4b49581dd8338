import type { CallOptions, ContainerSummary, Engine } from '../engine/index.ts';
import { findContainers, projectFromEngine } from '../stack/index.ts';
import type { StackPlace } from './files.ts';

/** What there is to look into: the containers of the stack of this name, then its volumes and those that it mounts. */
export async function placesOf(
  engine: Engine,
  project: string,
  options: CallOptions = {},
): Promise<StackPlace[]> {
  const known = await projectFromEngine(engine, project, options);
  const found = await findContainers({ engine, project: known }, { oneOff: true, signal: options.signal });
  const containers = found.map(({ name, service, running, summary }): StackPlace => {
    // As the files have it: the engine may know it by a mirror's name.
    const text = known.config.services[service]?.image ?? summary.Image;
    return { kind: 'container', name, service, running, text };
  });
  const volumes = new Map<string, StackPlace>();
  for (const { name } of Object.values(known.config.volumes ?? {}))
    if (name) volumes.set(name, { kind: 'volume', name, running: false, text: 'used by no container' });
  for (const { summary, service, running } of found)
    for (const { name, at } of volumeMounts(summary)) {
      const before = volumes.get(name);
      if (before?.running) continue;
      volumes.set(name, { kind: 'volume', name, service, running, text: `mounted by ${service} at ${at}` });
    }
  return [...containers, ...[...volumes.values()].sort((one, other) => one.name.localeCompare(other.name))];
}

/** The volumes of a container, and where they are in it. */
export function volumeMounts({ Mounts }: ContainerSummary): { name: string; at: string }[] {
  return Mounts.filter(({ Type }) => Type === 'volume').map(({ Name, Destination }) => {
    return { name: Name ?? '', at: Destination };
  });
}
