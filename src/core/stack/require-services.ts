import type { ComposeProject } from '../compose/index.ts';
import { NoSuchService } from './errors.ts';

/** Throws when a service is named that the files do not know, whatever its profile. */
export function requireServices(project: ComposeProject, services: readonly string[]): void {
  for (const name of services)
    if (!(name in project.config.services) && !(name in project.disabledServices))
      throw new NoSuchService(name, project);
}
