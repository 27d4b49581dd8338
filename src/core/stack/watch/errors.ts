import { BlockyardError } from '../../../shared/index.ts';
import type { ComposeProject } from '../../compose/index.ts';

export class NothingToWatch extends BlockyardError {
  constructor(project: ComposeProject, services: string[] | undefined) {
    const whose = services?.length ? `service ${services.join(', ')}` : `project ${project.name}`;
    super('usage', `There is nothing to watch: ${whose} has no \`develop.watch\`.`, {
      where: services?.[0] ? project.where(['services', services[0]]) : project.where([]),
      remedy: 'Add a `develop: { watch: [{ path: ./src, action: sync, target: /app/src }] }` to a service.',
    });
  }
}
