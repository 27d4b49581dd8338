import type { BlockInstance, StackProject } from '../blocks/index.ts';
import type { Facts } from './facts.ts';
import type { Subject } from './rule.ts';

export function subjectOf(project: StackProject, facts: Facts): Subject {
  const owners = new Map<string, BlockInstance>();
  for (const instance of project.instances)
    for (const part of [...instance.services, ...instance.jobs]) owners.set(part, instance);
  return {
    project,
    facts,
    services: Object.entries(project.config.services).map(([name, service]) => ({ name, service })),
    instanceOf: (service) => owners.get(service),
    written(path) {
      const where = project.where(path);
      return (where && facts.lineAt?.(where)) ?? '';
    },
  };
}
