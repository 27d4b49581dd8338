import type { Where } from '../../shared/index.ts';
import type { ComposeConfig, ComposeProject, TreeMap } from '../compose/index.ts';
import type { MissingSecret, SecretCommand, SecretNeed } from '../secrets/index.ts';
import type { BlockFile, GuardrailRule } from './format/block-file.ts';
import type { SecretSource, StackFile } from './format/stack-file.ts';

/** A block as it lies in a catalogue, read and checked. */
export interface Block {
  definition: BlockFile;
  /** Absolute path of its folder: files that it brings are there. */
  folder: string;
  /** Its block.yaml. */
  file: string;
  origin: BlockOrigin;
}

export type BlockOrigin =
  | { kind: 'built-in' }
  /** A folder of the project itself. */
  | { kind: 'folder' }
  | { kind: 'catalogue'; name: string; url: string; commit: string; hash: string };

/** A way in of a block that is in a stack. */
export interface Endpoint {
  name: string;
  title: string;
  service: string;
  /** In the container. */
  port: number;
  /** On 127.0.0.1; absent when it is not published. */
  published?: number;
  scheme?: string;
  path: string;
  open: boolean;
}

/** A variable that an instance gives to its consumers. Values may hold secrets: `mask` before showing. */
export interface Binding {
  name: string;
  /** As a container of the stack reaches it. */
  inside: string;
  /** As a process on the developer's machine reaches it. */
  host: string;
  secret: boolean;
  description?: string;
}

/** A block in a stack, expanded. */
export interface BlockInstance {
  name: string;
  block: Block;
  /** All parameters with their values; secrets as they are in `secrets`. */
  with: Record<string, unknown>;
  /** Names of the services and jobs that it made; none when it is attached. */
  services: string[];
  jobs: string[];
  volumes: string[];
  endpoints: Endpoint[];
  bindings: Binding[];
  /** Set when it runs elsewhere. */
  attached?: { production: boolean };
  /** The instance that asked for it by `uses`, if the stack file did not. */
  usedBy?: string;
  /** Names of `uses` → instances. */
  uses: Record<string, string>;
  where?: Where;
}

/** A variable of a service that is there by `bind`, unless the service itself sets it. */
export interface BoundVariable {
  name: string;
  instance: string;
  inside: string;
  host: string;
}

/** A stack in documents that plain Compose merges over the Compose files, in Compose's syntax. */
export interface PlainParts {
  /** What `bind` adds and the blocks make. */
  made: TreeMap;
  /** What the stack file says itself, as it is written. */
  own: TreeMap;
}

/** A Compose project with what `blockyard.yaml` adds. One without such a file has an empty `instances`. */
export interface StackProject extends ComposeProject {
  /** Absolute path; absent without a blockyard.yaml. */
  stackFile?: {
    path: string;
    content: StackFile;
    where(path: readonly (string | number)[]): Where | undefined;
  };
  instances: BlockInstance[];
  /** Service of the stack file → instances that it is bound to. */
  bound: Record<string, string[]>;
  /** Service → the variables that `bind` gives to it, in both forms. */
  boundVariables: Record<string, BoundVariable[]>;
  /** What the blocks make, for files that plain Compose reads; secrets are placeholders. */
  plain?: PlainParts;
  /** `config` with placeholders for secrets; absent when there are none. */
  unsettled?: ComposeConfig;
  /** Values that must never be shown: what secrets resolved to, and what was made from them. */
  secretValues: string[];
  /** All secrets that its files name, those that are there and those that are not. */
  secretNeeds: SecretNeed[];
  missingSecrets: MissingSecret[];
  /** Commands that would run on this machine for a secret: each is a grant. */
  secretCommands: SecretCommand[];
  /** Declared sources, the stack file's over the team's. */
  secretSources: Record<string, SecretSource>;
  /** Rules that blocks and catalogues bring. */
  rules: (GuardrailRule & { source: string })[];
}
