import type { Where } from '../../shared/index.ts';
import type { ComposeProject, Warning } from '../compose/index.ts';
import type { ContainerSpec, EndpointSettings, Engine } from '../engine/index.ts';

/** The engine's `HostConfig` with the fields that the types of dockerode lack. */
export type HostSettings = NonNullable<ContainerSpec['HostConfig']> & {
  CgroupnsMode?: string;
  Annotations?: Record<string, string>;
};

/** What the create call takes. */
export type CreateSpec = Omit<ContainerSpec, 'HostConfig'> & { HostConfig: HostSettings };

/**
 * A service as the engine will have it. References to other services (`service:db`) are still by name, since the ids
 * are known only when those containers exist.
 */
export interface Blueprint {
  spec: CreateSpec;
  platform?: string | undefined;
  /** In the order of their priority; the first is given at create. */
  endpoints: Endpoint[];
  /** Written into the container before it starts. */
  contents: FileContent[];
}

/** How a container is attached to a network. */
export interface Endpoint {
  /** The engine's name of the network. */
  network: string;
  /** The name in the Compose file. */
  key: string;
  settings: EndpointSettings & { GwPriority?: number };
}

/** A file of a secret or config that is written into the container. */
export interface FileContent {
  kind: 'secret' | 'config';
  /** Its name in the Compose file. */
  source: string;
  /** Absolute, in the container. */
  path: string;
  content: Buffer;
  mode: number;
  uid: number;
  gid: number;
}

/** A published port that was taken and the one that is published in its stead. */
export interface PortReplacement {
  service: string;
  wished: number;
  protocol: string;
  published: number;
}

/** What a blueprint is made from. */
export interface BlueprintRequest {
  project: ComposeProject;
  service: string;
  engine: Pick<Engine, 'info' | 'atLeast'>;
  replacedPorts: readonly PortReplacement[];
  /** Hears of what this engine cannot do. */
  warn(warning: Warning): void;
}

/** Where a key of the service stands. */
export type Place = (...path: (string | number)[]) => Where | undefined;

/** The same without what is undefined: the engine tells a missing key from a null one. */
export function optional<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

export function whereOf(where: Where | undefined): { where?: Where } {
  return where ? { where } : {};
}
