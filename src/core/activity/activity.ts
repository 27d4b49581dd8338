/** What happens to stacks, kept in the store and told as it happens. */

export type ActivityKind =
  | 'created'
  | 'started'
  | 'stopped'
  | 'exited'
  | 'killed'
  | 'oom'
  | 'restarted'
  | 'health-lost'
  | 'health-back'
  | 'removed'
  | 'paused'
  | 'unpaused'
  | 'task'
  | 'engine';

/** Something that happened, in words for people. */
export interface Happening {
  /** Milliseconds since the epoch, by the engine's clock. */
  time: number;
  /** The stack's name. */
  stack: string;
  service?: string | undefined;
  /** Its name. */
  container?: string | undefined;
  kind: ActivityKind;
  level: 'note' | 'good' | 'warning' | 'bad';
  text: string;
}

/** One that is kept; `id` grows over all stacks. */
export interface Entry extends Happening {
  id: number;
}

/** What a person who looks elsewhere wants to be told. */
export interface Notice {
  /** The same in every process that tells of it. */
  id: string;
  time: number;
  kind: 'health-lost' | 'oom' | 'task-failed' | 'service-failed';
  title: string;
  body: string;
  /** The stack's name. */
  stack: string;
  service?: string | undefined;
}

export interface Activity extends Disposable {
  /**
   * What is kept after this id (default: the last 200), then what happens. Batches in the order of their ids, none twice,
   * at most 256 entries each; the first comes at once, though it be empty.
   */
  follow(
    query: { stack?: string | undefined; after?: number | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<Entry[], void>;
  /** Only what happens from now on; a slow reader misses the oldest. */
  notices(signal: AbortSignal): AsyncGenerator<Notice, void>;
  /** What is kept of a stack between two times, the oldest first; tasks are left out. */
  between(stack: string, since: number, until: number): Entry[];
}
