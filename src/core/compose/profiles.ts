import { ServiceNotFound } from './errors.ts';
import { isMap, type TreeMap } from './positions.ts';
import { didYouMean } from './suggest.ts';

/**
 * The services that take part: those without profiles, those of a profile that was asked for (`*` asks for all), and
 * those that a command names, with what they need.
 * Source: https://github.com/compose-spec/compose-spec/blob/main/15-profiles.md
 * @param services canonical, by name
 * @throws {ServiceNotFound} for a named service that does not exist
 */
export function activeServices(
  services: TreeMap,
  profiles: readonly string[],
  named: readonly string[],
): Set<string> {
  const wished = new Set(profiles);
  const active = new Set<string>();
  for (const [name, service] of Object.entries(services)) {
    const own = isMap(service) && Array.isArray(service['profiles']) ? service['profiles'] : [];
    if (own.length === 0 || wished.has('*') || own.some((profile) => wished.has(String(profile))))
      active.add(name);
  }
  for (const name of named) {
    if (!Object.hasOwn(services, name))
      throw new ServiceNotFound(`There is no service "${name}" in this project.`, {
        remedy:
          didYouMean(name, Object.keys(services)) ?? `Its services are ${Object.keys(services).join(', ')}.`,
      });
    activate(name, services, active, named);
  }
  return active;
}

function activate(name: string, services: TreeMap, active: Set<string>, named: readonly string[]): void {
  const service = services[name];
  if (!isMap(service) || (active.has(name) && !named.includes(name))) return;
  active.add(name);
  const needs = service['depends_on'];
  if (!isMap(needs)) return;
  for (const need of Object.keys(needs)) if (!active.has(need)) activate(need, services, active, named);
}
