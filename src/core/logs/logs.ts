/*
 * Logs of a stack on this machine's disk: append-only segment files with a cap, an index in the store. They survive
 * recreate, since a container's log is drained before it is removed.
 */

/** One line of a service's log. */
export interface LogLine {
  service: string;
  /** The container's name, `shop-api-1`. */
  container: string;
  stream: 'stdout' | 'stderr';
  /** Nanoseconds since the epoch, by the engine's clock. */
  timeNano: bigint;
  /** Without the line's end. Bytes as the container wrote them. */
  data: Buffer;
  /** A line beyond 1 MiB comes in parts: this one goes on in the next line of that container and stream. */
  goesOn?: boolean;
}

/** Between these times lines are missing, or may be: they could not be had any more. */
export interface LogGap {
  container: string;
  fromNano: bigint;
  toNano: bigint;
}

export type LogRecord = { kind: 'line'; line: LogLine } | { kind: 'gap'; gap: LogGap };

/** What a reader that can be slow, or come back, gets. After each it can go on, in any process, at the checkpoint. */
export type LogStep = { checkpoint: string } /** Lines, or one gap. */ & (
  | { kind: 'records'; records: LogRecord[] }
  /** All that was kept at the beginning has been read. */
  | { kind: 'caught-up' }
  /** Left out, since they came faster than they were taken. */
  | { kind: 'dropped'; lines: number; fromNano: bigint; toNano: bigint }
);

export interface LogQuery {
  /** Default, and for an empty list: all of the stack. */
  services?: string[];
  follow?: boolean;
  /** Nanoseconds since the epoch. */
  since?: bigint | undefined;
  until?: bigint | undefined;
  /** Last lines for each container. */
  tail?: number | undefined;
  /** Of the line without colours. */
  grep?: RegExp | undefined;
  /** Goes on after this checkpoint of a query for the same services, whatever `tail` says. */
  after?: string | undefined;
}

/** The logs of one stack. */
export interface StackLogs {
  /** Brings the store up to date with the engine, then yields in batches what matches, merged by time. */
  read(query: LogQuery, options?: { signal?: AbortSignal }): AsyncIterable<LogRecord[]>;
  /**
   * The same with checkpoints. What is kept waits until it is taken; a line that comes too fast is left out, and told.
   * Throws `usage` for a checkpoint that is none and a pattern that takes too long.
   */
  steps(query: LogQuery, options?: { signal?: AbortSignal | undefined }): AsyncIterable<LogStep>;
  /** The services that logs are kept of, whether they are still there or not. */
  services(): string[];
  /** Takes over what the engine still has of a container's log; called before a container is removed. */
  drain(
    container: { id: string; name: string; service: string },
    options?: { signal?: AbortSignal },
  ): Promise<void>;
  /** Follows all containers of the stack to disk until the signal aborts; at most one process does it at a time. */
  follow(options: { signal: AbortSignal }): Promise<void>;
  /** Deletes what is kept of this stack. */
  forget(): Promise<void>;
}
