import type { Service } from '../model.ts';
import type { Place } from '../place.ts';

/** Reports each circle of dependencies once, at the dependency that closes it. */
export function reportCycles(
  active: [string, Service][],
  placeOf: (service: string, dependency: string) => Place,
): void {
  const services = new Map(active);
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (name: string) => {
    path.push(name);
    for (const dependency of Object.keys(services.get(name)?.depends_on ?? {})) {
      const start = path.indexOf(dependency);
      if (start >= 0) {
        const circle = [...path.slice(start), dependency].join(' → ');
        placeOf(name, dependency).error(
          `services depend on each other in a circle: ${circle}.`,
          'Remove one of them.',
        );
      } else if (services.has(dependency) && !finished.has(dependency)) visit(dependency);
    }
    path.pop();
    finished.add(name);
  };
  for (const name of services.keys()) if (!finished.has(name)) visit(name);
}
