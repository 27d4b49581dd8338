/** A module of ours that is run in a process of its own: a Pulumi program, a provider, a helper. */
export interface ProcessRequest {
  /** For people, in errors and in the system's list of processes. */
  name: string;
  /** The module's file. */
  module: string;
  arguments?: readonly string[] | undefined;
  /** Its working folder; default: ours. */
  folder?: string | undefined;
  /** The whole of it; default: ours. */
  environment?: Readonly<Record<string, string | undefined>> | undefined;
}

export type ProcessEvent =
  | { kind: 'lines'; stream: 'stdout' | 'stderr'; lines: string[] }
  /** So many lines were left out, because nobody read them in time. */
  | { kind: 'dropped'; lines: number }
  /** What it sent through `parentProcess().send`. */
  | { kind: 'message'; message: unknown }
  /** Always the last one. `signal` when one ended it, where the system tells. */
  | { kind: 'ended'; code?: number | undefined; signal?: string | undefined };

export interface RunningProcess {
  readonly pid: number;
  /** For one reader, until it has ended. Bounded: lines that are not read in time are dropped, and that is said. */
  readonly events: AsyncIterable<ProcessEvent>;
  /** A message that JSON can hold; lost when it has ended. */
  send(message: unknown): void;
  /** Asks it and all that it started to end, makes them after five seconds, and resolves when it has. */
  end(): Promise<void>;
}

/** Starts processes. Nothing else may fork: under Electron only the main process can, and does so for the core. */
export interface ProcessHost {
  /** The signal ends it as `end` does. Throws `ProcessNotStarted`. */
  start(request: ProcessRequest, signal?: AbortSignal): Promise<RunningProcess>;
}
