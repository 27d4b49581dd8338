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

export interface LogQuery {
  /** Default, and for an empty list: all of the stack. */
  services?: string[];
  follow?: boolean;
  /** Nanoseconds since the epoch. */
  since?: bigint | undefined;
  until?: bigint | undefined;
  /** Last lines for each container. */
  tail?: number | undefined;
  grep?: RegExp | undefined;
}

/** The logs of one stack. */
export interface StackLogs {
  /** Brings the store up to date with the engine, then yields in batches what matches, merged by time. */
  read(query: LogQuery, options?: { signal?: AbortSignal }): AsyncIterable<LogRecord[]>;
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
