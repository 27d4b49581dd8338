import type { BlockyardError, ProgressNode, TaskOwner, TaskSnapshot } from '../../shared/index.ts';

/** What the work itself sees of its task. */
export interface TaskContext {
  readonly id: string;
  /** Aborts on cancel, from this process or another. Pass it to everything that waits. */
  readonly signal: AbortSignal;
  /** A line at the top of the progress tree. */
  progress(title: string, options?: { total?: number; unit?: ProgressNode['unit'] }): Progress;
}

/** A line of the progress tree. Updates are cheap: they are batched on the way to the store and to views. */
export interface Progress {
  child(title: string, options?: { total?: number; unit?: ProgressNode['unit'] }): Progress;
  update(
    change: Partial<Pick<ProgressNode, 'text' | 'service' | 'waitsFor' | 'current' | 'total' | 'unit'>>,
  ): void;
  start(text?: string): void;
  done(text?: string): void;
  skip(text?: string): void;
  fail(error: BlockyardError): void;
}

export interface TaskRequest {
  kind: string;
  title: string;
  project?: string;
  /** Default true. */
  cancellable?: boolean;
  /** Takes secrets out of texts before they are kept and shown: what containers and engines say may hold some. */
  hide?: (text: string) => string;
}

export interface TaskFilter {
  project?: string;
  running?: boolean;
  limit?: number;
  /** `running`: of those that have ended it is left out, for long lists that are asked for often. Default `all`. */
  progress?: 'all' | 'running';
}

/** Long work of every process on this machine. */
export interface Tasks {
  readonly owner: TaskOwner;
  /** Runs the work as a task; rejects with the work's error, `interrupted` when cancelled. */
  run<T>(request: TaskRequest, work: (task: TaskContext) => Promise<T>): RunningTask<T>;
  /** All tasks known, newest first; those whose owner is gone are `lost`. */
  list(filter?: TaskFilter): TaskSnapshot[];
  get(id: string): TaskSnapshot | undefined;
  /** Asks the owner, whichever process that is, to cancel. */
  cancel(id: string): void;
  /** Snapshots of this process's tasks as they change, at most about ten a second for each. */
  subscribe(listener: (task: TaskSnapshot) => void): () => void;
  /** Cancels this process's tasks and waits until they have ended, at most ten seconds. */
  end(): Promise<void>;
  /** Told when any process's tasks may have changed: of this one within a tenth of a second, of others within a quarter. */
  onChange(listener: () => void): () => void;
  /** Keeps what a task was asked for by, so that the same can be asked again, also by another process. */
  remember(id: string, request: RememberedRequest): void;
  /** What the task was asked for by, if that was remembered. */
  requestOf(id: string): RememberedRequest | undefined;
  /** The ids of all tasks whose request was remembered. */
  remembered(): Set<string>;
}

/** A procedure of the contract, by its path (`stacks.up`), and its input. */
export interface RememberedRequest {
  procedure: string;
  input: unknown;
}

export interface RunningTask<T> {
  readonly id: string;
  readonly result: Promise<T>;
  cancel(): void;
}
