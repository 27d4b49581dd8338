import type { Where } from '../../shared/index.ts';
import type { Issues } from './issues.ts';

/** Where a variable's value comes from: the shell, or the project's `.env` (or `--env-file`). */
export type VariableSource = 'shell' | 'dotenv';

/** The variables that a project sees. The shell's win over those of `.env`. */
export interface EnvironmentLookup {
  get(name: string): string | undefined;
  /** Undefined when it is not set. */
  sourceOf(name: string): VariableSource | undefined;
  /** All of them, for what takes a whole environment. */
  entries(): Iterable<[string, string]>;
}

/** What every transform of the loader is given. */
export interface LoadContext {
  /** Absolute; relative paths of the project are resolved against it unless a file brings a base of its own. */
  workingDirectory: string;
  projectName: string;
  environment: EnvironmentLookup;
  issues: Issues;
  /** To be told of every other file that is read (env files, label files), for a watcher. */
  recordSource(file: string): void;
  /** To be told of every variable whose value goes into the project by its name, for what must be trusted. */
  recordVariable(name: string, use: VariableUse): void;
}

/** Who takes a variable in, and where it says so. */
export interface VariableUse {
  service?: string | undefined;
  where?: Where | undefined;
}

/** For turning one file's short syntax into long, after interpolation and the shape check, before merging. */
export interface CanonicalContext extends LoadContext {
  /** Absolute path of the file (as a message names it). */
  file: string;
  /** Absolute; what the file's relative paths are resolved against. */
  baseDirectory: string;
  /** What messages call the value: `services.web`. */
  path?: string;
}

/** For completing the merged project: defaults, implicit networks, names, the contents of env files. */
export interface NormaliseContext extends LoadContext {
  /** Services whose profiles are not active: they are completed as well, but what they lack is no error. */
  isActive(service: string): boolean;
  /** To be told where each variable of a service's environment comes from, for causes such as "from the shell". */
  recordOrigin?(service: string, variable: string, origin: EnvironmentOrigin): void;
}

/** Where a variable of a service's environment comes from. */
export type EnvironmentOrigin = 'file' | 'env_file' | VariableSource;
