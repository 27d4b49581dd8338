import type { ProjectEnvironment } from './environment.ts';
import type { YamlDocument } from './read-yaml.ts';
import type { Session } from './session.ts';

/** What files that are merged with each other share: the project's own, or those of one entry of `include`. */
export interface ModelContext {
  session: Session;
  environment: ProjectEnvironment;
  /** Absolute; relative paths of the files are resolved against it. */
  baseDirectory: string;
  /** The files that lead here by `include`, outermost first; empty for the project's own files. */
  includedBy: readonly string[];
}

export interface ModelFile {
  file: string;
  documents: readonly YamlDocument[];
}
