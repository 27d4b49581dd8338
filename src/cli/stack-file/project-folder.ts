import { resolve } from 'node:path';
import { toBlockyardError } from '../../shared/index.ts';
import type { Session } from '../session.ts';

export interface ProjectFolder {
  /** Where blockyard.yaml is, or would be. */
  folder: string;
  /** Names of services and jobs that are there. */
  services: string[];
}

/** The project that a change is about; a folder with neither file becomes one. */
export async function projectFolder(session: Session): Promise<ProjectFolder> {
  try {
    const { workingDirectory, config, disabledServices } = await session.project();
    return {
      folder: workingDirectory,
      services: [...Object.keys(config.services), ...Object.keys(disabledServices)],
    };
  } catch (thrown) {
    if (toBlockyardError(thrown).code !== 'project-not-found') throw thrown;
    return { folder: resolve(session.options.projectDirectory ?? process.cwd()), services: [] };
  }
}
