import type { ErrorData } from './errors.ts';

export type TaskState = 'running' | 'done' | 'failed' | 'cancelled' | 'lost';

export type ProgressState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';

/** One line of a task's progress tree. */
export interface ProgressNode {
  /** Unique in its task. */
  id: string;
  /** The id of the node above; absent at the top. */
  parent?: string;
  title: string;
  state: ProgressState;
  /** What is going on now, or what it waits for: `waits for db: pg_isready says no response`. */
  text?: string;
  /** The service that it is about, if any. */
  service?: string;
  /** The services that it waits for, while it does; empty: it waits to be ready itself. `text` says it in words. */
  waitsFor?: string[];
  /** How far, in `unit`s. */
  current?: number;
  total?: number;
  unit?: 'bytes' | 'steps' | 'files';
  /** Milliseconds since the epoch. */
  startedAt?: number;
  endedAt?: number;
}

/** A process that owns a task: the pid alone may be used again, so its start time goes with it. */
export interface TaskOwner {
  pid: number;
  /** Start of the process in milliseconds since the epoch. */
  startedAt: number;
  /** Which way in: the command line, the app, a git hook. */
  via: 'cli' | 'app' | 'web' | 'hook';
}

/** Long work as every process and view sees it. */
export interface TaskSnapshot {
  id: string;
  /** What kind of work, such as `up`, `down`, `build`. */
  kind: string;
  title: string;
  /** The stack that it works on, if any. */
  project?: string;
  state: TaskState;
  owner: TaskOwner;
  cancellable: boolean;
  /** Milliseconds since the epoch. */
  startedAt: number;
  endedAt?: number;
  progress: ProgressNode[];
  error?: ErrorData;
}
