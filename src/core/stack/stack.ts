import type { Plan, Where } from '../../shared/index.ts';
import type { ComposeProject, Dependency, Warning } from '../compose/index.ts';
import type { Engine } from '../engine/index.ts';
import type { StackLogs } from '../logs/index.ts';
import type { Store } from '../store/index.ts';
import type { TaskContext } from '../tasks/index.ts';

/** What a stack needs from below; the shells make it once a process. */
export interface StackParts {
  engine: Engine;
  project: ComposeProject;
  store: Store;
  logs: StackLogs;
}

export interface UpOptions {
  /** Only these services and what they need. */
  services?: string[];
  build?: boolean;
  noBuild?: boolean;
  pull?: 'always' | 'missing' | 'never' | undefined;
  forceRecreate?: boolean;
  noRecreate?: boolean;
  noDependencies?: boolean;
  /** Wait until all are ready (default: until all have started and gates were passed). */
  wait?: boolean;
  /** Wait for these services as well, each for its condition, as if another depended on them. */
  waitFor?: Readonly<Record<string, Pick<Dependency, 'condition'>>>;
  waitTimeoutMilliseconds?: number | undefined;
  removeOrphans?: boolean;
  scale?: Record<string, number>;
  /** Ports that are taken are replaced by free ones that stay the same for this project. Default: the setting `free-ports`. */
  freePorts?: boolean;
  /** How many steps at once; default by the machine's cores. */
  concurrency?: number;
  /** Asked before a step that loses something; default: refuse with `confirmation-required`. */
  confirm?: (losses: Plan['steps']) => Promise<boolean>;
  /** How long to look back, at the end, for containers that fall over; default: 2 % of what `up` took, 10 to 500. */
  lookBackMilliseconds?: number;
  renewAnonymousVolumes?: boolean;
  recreateTimeoutSeconds?: number;
}

export interface DownOptions {
  volumes?: boolean;
  removeOrphans?: boolean;
  images?: 'all' | 'local' | undefined;
  timeoutSeconds?: number | undefined;
  services?: string[];
}

/** What one container of the stack is doing, in words for people and in data for views. */
export interface ContainerStatus {
  service: string;
  number: number;
  name: string;
  id: string;
  image: string;
  state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  exitCode?: number;
  /** The engine's own words: `Up 3 minutes (healthy)`. */
  status: string;
  createdAt: number;
  ports: PublishedPort[];
  orphan: boolean;
  oneOff: boolean;
}

export interface PublishedPort {
  hostIp: string;
  published: number;
  target: number;
  protocol: string;
  /** Where a browser would find it, when it is TCP: `http://localhost:8080`. */
  url?: string;
}

export interface StackStatus {
  project: string;
  /** `absent` when nothing is there. */
  state: 'absent' | 'stopped' | 'partial' | 'running';
  containers: ContainerStatus[];
}

/** A project as the engine knows it. */
export interface KnownProject {
  name: string;
  state: StackStatus['state'];
  /** How many it has, those of `run` as well. */
  containers: number;
  running: number;
  /** Where it was brought up from, and by which files: absolute, as the labels say. */
  folder?: string;
  files: string[];
}

/** A project with all its containers, as one list call shows it. */
export interface SeenProject extends Pick<KnownProject, 'name' | 'folder' | 'files'> {
  containers: ContainerStatus[];
  /** By service, as the labels say. */
  dependencies: Record<string, Record<string, Dependency>>;
}

export interface UpResult {
  plan: Plan;
  status: StackStatus;
  /** What of the files this engine or a local stack cannot do. */
  warnings: Warning[];
  /** Ports that were replaced because the wished one was taken. */
  replacedPorts: { service: string; wished: number; published: number; holder: string }[];
}

/** Who holds a port that the stack wants. */
export interface PortConflict {
  service: string;
  port: number;
  protocol: string;
  /** `process nginx (pid 811)` or `container other-web-1 of project other`. */
  holder: string;
  where?: Where | undefined;
}

/** A stack: what runs for a project. Every verb converges from whatever state it finds. */
export interface Stack {
  readonly parts: StackParts;
  plan(options?: UpOptions, signal?: AbortSignal): Promise<Plan>;
  up(options: UpOptions, task: TaskContext): Promise<UpResult>;
  down(options: DownOptions, task: TaskContext): Promise<Plan>;
  stop(
    options: { services?: string[]; timeoutSeconds?: number | undefined },
    task: TaskContext,
  ): Promise<void>;
  start(options: { services?: string[] }, task: TaskContext): Promise<void>;
  restart(
    options: { services?: string[]; timeoutSeconds?: number | undefined; noDependencies?: boolean },
    task: TaskContext,
  ): Promise<void>;
  build(
    options: { services?: string[]; noCache?: boolean; pull?: boolean; args?: Record<string, string> },
    task: TaskContext,
  ): Promise<void>;
  pull(options: { services?: string[]; ignoreFailures?: boolean }, task: TaskContext): Promise<void>;
  /** One list call. */
  status(signal?: AbortSignal): Promise<StackStatus>;
}
