import type { EnvironmentLookup } from './context.ts';
import { ServiceNotFound } from './errors.ts';
import { isMap, type TreeMap } from './positions.ts';
import type { LoadRequest } from './request.ts';
import { didYouMean } from './suggest.ts';

/** The profiles that the user asked for: `--profile`, else COMPOSE_PROFILES. */
export function requestedProfiles(request: LoadRequest, environment: EnvironmentLookup): string[] {
  if (request.profiles && request.profiles.length > 0) return request.profiles;
  return (environment.get('COMPOSE_PROFILES') ?? '')
    .split(',')
    .map((profile) => profile.trim())
    .filter((profile) => profile !== '');
}

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
    activate(name, services, active);
  }
  return active;
}

/** Activates a service and, however far, what it cannot do without. */
function activate(name: string, services: TreeMap, active: Set<string>): void {
  active.add(name);
  const service = services[name];
  const needs = isMap(service) ? service['depends_on'] : undefined;
  if (!isMap(needs)) return;
  for (const [need, dependency] of Object.entries(needs)) {
    const isRequired = !isMap(dependency) || dependency['required'] !== false;
    if (isRequired && !active.has(need)) activate(need, services, active);
  }
}
