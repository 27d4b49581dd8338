import type { Readable, Writable } from 'node:stream';
import type Docker from 'dockerode';
import type { BlockyardError } from '../../shared/index.ts';
import type { Endpoint } from './endpoint.ts';

/*
 * The engine as the rest of core sees it. Shapes are those of the Docker Engine API (PascalCase), so that nothing has
 * to be learned twice, and come from dockerode's types. The calls are ours; behind them is dockerode.
 * Every call that waits takes a signal; every failure is a BlockyardError with a remedy.
 */

export type ContainerSummary = Docker.ContainerInfo;
export type ContainerDetails = Docker.ContainerInspectInfo;
export type ContainerSpec = Docker.ContainerCreateOptions;
export type NetworkSummary = Docker.NetworkInspectInfo;
export type NetworkSpec = Docker.NetworkCreateOptions;
export type EndpointSettings = Docker.EndpointSettings;
export type VolumeSummary = Docker.VolumeInspectInfo;
export type VolumeSpec = Docker.VolumeCreateOptions;
export type ImageDetails = Docker.ImageInspectInfo;
export type ImageSummary = Docker.ImageInfo;
export type { Endpoint };

/** What is known of an engine as soon as it has answered once. */
export interface EngineInfo {
  /** Without certificates and keys. */
  endpoint: Endpoint;
  /** Where the endpoint came from: `DOCKER_HOST`, `context colima`, `/var/run/docker.sock`. */
  source: string;
  product: 'docker' | 'podman';
  /** Version of the engine, such as `26.1.5`. */
  version: string;
  /** Version of the API that is spoken with it, such as `1.45`: its newest, or the newest that we know. */
  apiVersion: string;
  /** What its containers run on: `linux` or `windows`. */
  operatingSystem: string;
  /** Whether published ports and bind mounts are those of this machine. */
  local: boolean;
  /** Whether builds go through BuildKit. */
  buildKit: boolean;
}

/** What the engine tells of itself and its machine when asked. */
export interface EngineDetails {
  /** Name of the machine's system, such as `Debian GNU/Linux 12 (bookworm)` or `Docker Desktop`. */
  system: string;
  /** Of the processor, as in a platform: `amd64`, `arm64`. */
  architecture: string;
  rootless: boolean;
  cpus: number;
  /** Bytes. */
  memory: number;
  /** Where the engine keeps its things, on its own machine. */
  rootFolder: string;
  storageDriver: string;
  loggingDriver: string;
  /** What the engine warns of itself. */
  warnings: string[];
  /** What its machine's clock says, in milliseconds since the epoch; undefined when it does not tell. */
  time: number | undefined;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

export interface EventOptions extends CallOptions {
  /** Told each time the engine goes away, before the stream comes back with `reconnected`. */
  onLost?: ((error: BlockyardError) => void) | undefined;
}

export interface ListFilters {
  /** In the API's own form: `["com.docker.compose.project=shop"]`; all must match. */
  labels?: string[];
  /** Whole names; one must match. */
  names?: string[];
}

export interface ContainerCalls {
  /** Running or not, all that match. One call to the engine. */
  list(filters: ListFilters, options?: CallOptions): Promise<ContainerSummary[]>;
  /** Answers undefined when there is no such container. */
  inspect(id: string, options?: CallOptions): Promise<ContainerDetails | undefined>;
  /** `platform` as in `linux/amd64`. The image map is applied to `spec.Image`. Answers the id. */
  create(name: string, spec: ContainerSpec, options?: CallOptions & { platform?: string }): Promise<string>;
  start(id: string, options?: CallOptions): Promise<void>;
  /** Without an error when it is stopped already. The grace period is in seconds. */
  stop(id: string, options?: CallOptions & { graceSeconds?: number; signalName?: string }): Promise<void>;
  kill(id: string, options?: CallOptions & { signalName?: string }): Promise<void>;
  restart(id: string, options?: CallOptions & { graceSeconds?: number }): Promise<void>;
  /** Without an error when it is gone already. */
  remove(id: string, options?: CallOptions & { force?: boolean; volumes?: boolean }): Promise<void>;
  rename(id: string, name: string, options?: CallOptions): Promise<void>;
  pause(id: string, options?: CallOptions): Promise<void>;
  unpause(id: string, options?: CallOptions): Promise<void>;
  /** Resolves with the exit code when the container has stopped (or at once, when it is not running). */
  wait(
    id: string,
    options?: CallOptions & { condition?: 'not-running' | 'next-exit' | 'removed' },
  ): Promise<number>;
  /**
   * Demultiplexed unless the container has a tty; ends when the container does (follow) or the log does.
   * Engine 20.10 can lose the last lines of a container that ends while it is followed: a replay has them.
   */
  logs(id: string, request: LogRequest, options?: CallOptions): AsyncIterable<LogChunk>;
  /** The same in batches of what came together, for those who read much. */
  logBatches(id: string, request: LogRequest, options?: CallOptions): AsyncIterable<LogChunk[]>;
  stats(id: string, options?: CallOptions): AsyncIterable<ContainerStats>;
  /**
   * The counters as they are now, without the second that the engine takes to compare two samples (from API 1.41).
   * Undefined when the container is gone or does not run.
   */
  statsOnce(id: string, options?: CallOptions): Promise<ContainerCounters | undefined>;
  top(id: string, options?: CallOptions): Promise<{ Titles: string[]; Processes: string[][] }>;
  /** Runs a command to its end and keeps at most `outputLimit` bytes (default 64 KiB) of its output, the newest. */
  exec(id: string, request: ExecRequest, options?: CallOptions): Promise<ExecResult>;
  /** A command with live streams, for terminals and pipes. */
  execStream(id: string, request: ExecRequest, options?: CallOptions): Promise<LiveProcess>;
  /** Starts a command and leaves it to itself; resolves when it runs. */
  execDetached(id: string, request: ExecRequest, options?: CallOptions): Promise<void>;
  /** The container's own process; `attach` before `start` to lose nothing. */
  attach(id: string, request: AttachRequest, options?: CallOptions): Promise<LiveProcess>;
  /** A tar stream of a path in the container. Undefined when there is no such path. */
  readArchive(id: string, path: string, options?: CallOptions): Promise<Readable | undefined>;
  /** Unpacks a tar stream into a folder of the container. */
  writeArchive(id: string, folder: string, archive: Readable | Buffer, options?: CallOptions): Promise<void>;
  /** What a path in the container is, following links when asked; undefined when there is none. */
  statPath(
    id: string,
    path: string,
    options?: CallOptions & { followLinks?: boolean },
  ): Promise<PathStat | undefined>;
}

export interface PathStat {
  name: string;
  size: number;
  /** Go's file mode bits. */
  mode: number;
  directory: boolean;
  linkTarget?: string;
}

export interface NetworkCalls {
  list(filters: ListFilters, options?: CallOptions): Promise<NetworkSummary[]>;
  inspect(name: string, options?: CallOptions): Promise<NetworkSummary | undefined>;
  create(name: string, spec: Omit<NetworkSpec, 'Name'>, options?: CallOptions): Promise<string>;
  connect(
    network: string,
    container: string,
    endpoint: EndpointSettings,
    options?: CallOptions,
  ): Promise<void>;
  disconnect(network: string, container: string, options?: CallOptions & { force?: boolean }): Promise<void>;
  /** Without an error when it is gone already. */
  remove(name: string, options?: CallOptions): Promise<void>;
}

export interface VolumeCalls {
  list(filters: ListFilters, options?: CallOptions): Promise<VolumeSummary[]>;
  inspect(name: string, options?: CallOptions): Promise<VolumeSummary | undefined>;
  create(name: string, spec: Omit<VolumeSpec, 'Name'>, options?: CallOptions): Promise<void>;
  /** Without an error when it is gone already. */
  remove(name: string, options?: CallOptions & { force?: boolean }): Promise<void>;
}

export interface ImageCalls {
  /** Undefined when the engine does not have it, neither by the image map's name nor, failing that, by its own. */
  inspect(reference: string, options?: CallOptions): Promise<ImageDetails | undefined>;
  list(filters: ListFilters & { references?: string[] }, options?: CallOptions): Promise<ImageSummary[]>;
  /** Pulls with the user's own registry credentials. The image map is applied. */
  pull(reference: string, request: PullRequest, options?: CallOptions): Promise<void>;
  /** Builds and tags. Answers the image's id. */
  build(request: BuildRequest, options?: CallOptions): Promise<string>;
  tag(image: string, reference: string, options?: CallOptions): Promise<void>;
  remove(reference: string, options?: CallOptions & { force?: boolean }): Promise<void>;
}

export interface PullRequest {
  platform?: string | undefined;
  onProgress?: ((progress: TransferProgress) => void) | undefined;
}

/** Bytes over all layers; `total` grows while the engine learns of layers. */
export interface TransferProgress {
  current: number;
  total: number;
  text: string;
}

export interface BuildRequest {
  /** A folder on this machine, or a git or http address that the engine fetches itself. */
  context: string;
  /** Relative to the context, or absolute. Default `Dockerfile`. */
  dockerfile?: string | undefined;
  dockerfileInline?: string | undefined;
  tags: string[];
  args?: Record<string, string>;
  target?: string | undefined;
  labels?: Record<string, string>;
  cacheFrom?: string[];
  cacheTo?: string[];
  additionalContexts?: Record<string, string>;
  extraHosts?: string[];
  network?: string | undefined;
  platforms?: string[];
  noCache?: boolean;
  pull?: boolean;
  privileged?: boolean;
  /** Bytes. */
  shmSize?: number | undefined;
  isolation?: string | undefined;
  ulimits?: { Name: string; Soft: number; Hard: number }[];
  secrets?: { id: string; source: BuildSecretSource }[];
  /** `default` or `id=path`, as in Compose's `build.ssh`. */
  ssh?: string[];
  onProgress?: ((progress: BuildProgress) => void) | undefined;
}

export type BuildSecretSource =
  | { kind: 'file'; path: string }
  /** A variable of the process. */
  | { kind: 'environment'; name: string }
  | { kind: 'value'; value: string };

export type BuildProgress =
  /** A step of the Dockerfile began (or came from the cache). */
  | { kind: 'step'; id: string; title: string; state: 'running' | 'done' | 'cached' | 'failed' }
  | { kind: 'output'; step?: string; text: string }
  /** Something that was asked for and is passed over, or will go wrong. */
  | { kind: 'warning'; text: string };

export interface LogRequest {
  follow?: boolean;
  /** Engine time: seconds since the epoch with a fraction, as text, so that nanoseconds survive. */
  since?: string | undefined;
  until?: string | undefined;
  tail?: number | undefined;
  timestamps?: boolean;
}

export interface LogChunk {
  stream: 'stdout' | 'stderr';
  /** A frame's payload as the engine sent it; with `timestamps` it begins with the time when it begins a line. */
  data: Buffer;
}

export interface ExecRequest {
  command: string[];
  environment?: string[];
  workingDirectory?: string | undefined;
  user?: string | undefined;
  tty?: boolean;
  privileged?: boolean;
  stdin?: boolean;
  outputLimit?: number;
}

export interface ExecResult {
  exitCode: number;
  /** stdout and stderr together, in the order of arrival. */
  output: string;
}

export interface AttachRequest {
  stdin?: boolean;
  logs?: boolean;
  detachKeys?: string | undefined;
}

/**
 * A process in a container with its streams at hand. Read both outputs (or `resume()` the one that does not matter):
 * an output that nobody reads holds the process up, as a full pipe does.
 */
export interface LiveProcess {
  /** Undefined when stdin was not asked for. End it to signal end of input. */
  readonly stdin: Writable | undefined;
  readonly stdout: Readable;
  /** Empty when there is a tty: all goes to stdout. */
  readonly stderr: Readable;
  /** Swallows what the engine says when the process is not there yet or any more. */
  resize(columns: number, rows: number): Promise<void>;
  /** Resolves when the process has ended. */
  readonly exitCode: Promise<number>;
  close(): void;
}

/** One sample, already turned into what people read. */
export interface ContainerStats {
  /** Milliseconds since the epoch. */
  time: number;
  /** Percent of one CPU: 200 means two busy ones. */
  cpuPercent: number;
  /** Bytes. */
  memoryUsed: number;
  memoryLimit: number;
  networkReceived: number;
  networkSent: number;
  blockRead: number;
  blockWritten: number;
  processes: number;
}

/** What a container has used since it was started, and what it uses now. What an engine does not tell is 0. */
export interface ContainerCounters {
  /** Milliseconds since the epoch. */
  time: number;
  /** Nanoseconds of CPU time. */
  cpuTime: number;
  /** Bytes now. */
  memoryUsed: number;
  /** Bytes: of the container, else of the machine. */
  memoryLimit: number;
  networkReceived: number;
  networkSent: number;
  blockRead: number;
  blockWritten: number;
  /** Now. */
  processes: number;
}

/** An event of the engine as the rest needs it. */
export interface EngineEvent {
  type: 'container' | 'network' | 'volume' | 'image' | 'daemon';
  action: string;
  id: string;
  attributes: Record<string, string>;
  /** Nanoseconds since the epoch. */
  timeNano: bigint;
}

export interface Engine {
  readonly info: EngineInfo;
  readonly containers: ContainerCalls;
  readonly networks: NetworkCalls;
  readonly volumes: VolumeCalls;
  readonly images: ImageCalls;
  /** Whether the API's version is at least this, such as `1.44`. */
  atLeast(apiVersion: string): boolean;
  /** One call. Who only wants to work does not need it. */
  details(options?: CallOptions): Promise<EngineDetails>;
  /**
   * The event stream. First it yields `{type: 'daemon', action: 'connected'}`: from then on nothing is missed. It comes
   * back by itself after the engine was away and then yields one `{type: 'daemon', action: 'reconnected'}`, so that
   * a listener looks again at what it may have missed. It ends when the signal is aborted or the reader stops.
   */
  events(filters: ListFilters & { since?: string }, options?: EventOptions): AsyncIterable<EngineEvent>;
  diskUsage(options?: CallOptions): Promise<DiskUsage>;
  /** The same thing by thing. */
  diskDetails(options?: CallOptions): Promise<DiskDetails>;
  /** Removes these records of the build cache, as far as nothing uses them; answers which went, and the bytes they took. */
  pruneBuildCache(ids: readonly string[], options?: CallOptions): Promise<{ ids: string[]; bytes: number }>;
  ping(options?: CallOptions): Promise<void>;
  close(): Promise<void>;
}

/** Bytes. */
export interface DiskUsage {
  images: number;
  containers: number;
  volumes: number;
  buildCache: number;
}

/** What lies on the engine's disk. Sizes are bytes; undefined where the engine does not know. */
export interface DiskDetails {
  /** Of all layers together: images share them. */
  layersSize: number;
  images: DiskImage[];
  containers: DiskContainer[];
  volumes: DiskVolume[];
  buildCache: DiskCacheRecord[];
}

export interface DiskImage {
  id: string;
  /** Empty for an image that lost its names. */
  names: string[];
  size: number;
  /** What of it only this image has. */
  ownSize: number;
  createdAt: number;
}

export interface DiskContainer {
  id: string;
  name: string;
  imageId: string;
  /** The image's name as the container was made with. */
  image: string;
  /** As in a list: `running`, `exited`, `created` … */
  state: string;
  labels: Record<string, string>;
  /** What it wrote itself, beside its volumes. */
  size: number;
  createdAt: number;
  /** Names of the volumes that it mounts. */
  volumes: string[];
}

export interface DiskVolume {
  name: string;
  labels: Record<string, string>;
  size?: number | undefined;
  createdAt?: number | undefined;
}

export interface DiskCacheRecord {
  id: string;
  /** `regular`, `source.local`, `exec.cachemount` … */
  type: string;
  description: string;
  size: number;
  inUse: boolean;
  /** With an image: removing it frees nothing. */
  shared: boolean;
  createdAt?: number | undefined;
  lastUsedAt?: number | undefined;
}
