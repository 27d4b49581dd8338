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
  const containers = found.map(({ name, service, number, oneOff, running, summary }): StackPlace => {
    // As the files have it: the engine may know it by a mirror's name.
    const text = known.config.services[service]?.image ?? summary.Image;
    const alone = found.filter((other) => other.service === service).length === 1;
    const title = oneOff ? `${service}, run by hand` : alone ? service : `${service} ${number}`;
    return { kind: 'container', name, service, running, title, text };
  });
  const volumes = new Map<string, StackPlace>();
  for (const [title, { name }] of Object.entries(known.config.volumes ?? {}))
    if (name)
      volumes.set(name, { kind: 'volume', name, running: false, title, text: 'used by no container' });
  for (const { summary, service, running } of found)
    for (const { name, at } of volumeMounts(summary)) {
      const before = volumes.get(name);
      if (before?.running) continue;
      const title = before?.title ?? (isAnonymous(name) ? `anonymous, at ${at}` : name);
      const text = `mounted by ${service} at ${at}`;
      volumes.set(name, { kind: 'volume', name, service, running, title, text });
    }
  const named = [...volumes.values()].filter(({ name }) => !isAnonymous(name));
  const anonymous = [...volumes.values()].filter(({ name }) => isAnonymous(name));
  return [...containers, ...named.toSorted(byTitle), ...anonymous.toSorted(byTitle)];
}

/** The engine gives a volume without a name an id for one. */
function isAnonymous(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

function byTitle(one: StackPlace, other: StackPlace): number {
  return one.title.localeCompare(other.title);
}

/** The volumes of a container, and where they are in it. */
export function volumeMounts({ Mounts }: ContainerSummary): { name: string; at: string }[] {
  return Mounts.filter(({ Type }) => Type === 'volume').map(({ Name, Destination }) => {
    return { name: Name ?? '', at: Destination };
  });
}
