import type { Overlay } from './overlay.ts';

export interface LoadRequest {
  /** Where to look; default the process's working directory. Parents are searched as Compose does. */
  workingDirectory: string;
  /** `-f`, in order; `-` is standard input. Empty: COMPOSE_FILE, else found by name with its override. */
  files?: string[];
  projectName?: string | undefined;
  projectDirectory?: string | undefined;
  profiles?: string[];
  envFiles?: string[];
  /** The shell's variables; default `process.env`. */
  environment?: Record<string, string | undefined>;
  /** For commands that name a service of a profile: it and what it needs become active. */
  services?: string[];
  /** What a capability above adds. */
  overlay?: Overlay | undefined;
}
