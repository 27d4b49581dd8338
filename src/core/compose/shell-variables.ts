import type { Where } from '../../shared/index.ts';
import type { EnvironmentLookup } from './context.ts';
import type { ComposeProject } from './model.ts';
import { placeOf, type Tree, type TreeMap } from './positions.ts';
import type { RecordedVariable } from './session.ts';

/**
 * Which variables of the shell went into the project, and which services have them. A service that extends or includes
 * what takes a variable in has it too, so they are found by the places of what the services are made of; a variable of
 * which no service is left is there all the same.
 */
export function shellVariables(
  recorded: readonly RecordedVariable[],
  services: TreeMap,
  environment: EnvironmentLookup,
): ComposeProject['shellVariables'] {
  const taken = recorded.filter(({ name }) => environment.sourceOf(name) === 'shell');
  if (taken.length === 0) return [];
  const users = servicesByPlace(services, new Set(taken.map(({ where }) => where)));

  const result = new Map<string, ComposeProject['shellVariables'][number]>();
  for (const { name, service, where } of taken) {
    const use = result.get(name) ?? { name, services: [], ...(where && { where }) };
    result.set(name, use);
    const own = service !== undefined && Object.hasOwn(services, service) ? [service] : [];
    for (const user of [...own, ...((where && users.get(where)) ?? [])])
      if (!use.services.includes(user)) use.services.push(user);
  }
  return [...result.values()];
}

/** A place is handed on as it is, so that the same value is known by it wherever it went. */
function servicesByPlace(services: TreeMap, wanted: Set<Where | undefined>): Map<Where, Set<string>> {
  const users = new Map<Where, Set<string>>();
  const visit = (container: Tree, service: string) => {
    if (typeof container !== 'object' || container === null) return;
    for (const [key, value] of Array.isArray(container) ? container.entries() : Object.entries(container)) {
      const where = placeOf(container, key);
      if (where && wanted.has(where)) users.set(where, (users.get(where) ?? new Set()).add(service));
      visit(value, service);
    }
  };
  for (const [name, service] of Object.entries(services)) visit(service, name);
  return users;
}
