import type { BuildRequest } from '../engine.ts';
import type { BuildSource } from './build-context.ts';
import type { CredentialStore } from './credentials.ts';
import type { SecretSource } from './session.ts';

/** A build as it goes to a builder: names mapped, secrets and agents found. */
export interface PreparedBuild {
  request: BuildRequest;
  source: BuildSource;
  /** The Dockerfile with names mapped; undefined for a remote context. */
  dockerfileText: string | undefined;
  /** Additional contexts that are folders of this machine, by name. */
  folderContexts: Map<string, string>;
  /** By id. */
  secrets: Map<string, SecretSource>;
  /** Sockets of ssh agents, by id. */
  agents: Map<string, string>;
  credentials: CredentialStore;
}
