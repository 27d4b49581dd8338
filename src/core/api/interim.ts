import { BlockyardError } from '../../shared/index.ts';
import type { Projects } from '../projects/index.ts';

/** Until `core/projects` opens it: none. */
export function openProjects(_: unknown): Projects {
  const none = async () => {
    throw new BlockyardError('project-not-found', 'There are no projects yet.');
  };
  const projects: Partial<Projects> = {
    get: none,
    list: async () => [],
    load: none,
    onChange: () => () => {},
  };
  return projects as Projects;
}
