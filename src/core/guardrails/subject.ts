import type { Where } from '../../shared/index.ts';
import type { BlockInstance, StackProject } from '../blocks/index.ts';
import type { Facts } from './facts.ts';
import type { Subject } from './rule.ts';
import { writtenValue } from './written-value.ts';

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
      const where = whereOf(project, path);
      const line = where && facts.lineAt?.(where);
      return line === undefined ? '' : writtenValue(line, where?.column);
    },
  };
}

/** Where a value stands: blocks are in the stack file alone, all else in what the files make together. */
export function whereOf(project: StackProject, path: readonly (string | number)[]): Where | undefined {
  return path[0] === 'blocks' ? project.stackFile?.where(path) : project.where(path);
}
