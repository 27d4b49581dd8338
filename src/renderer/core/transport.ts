import type { ErrorData } from '../../shared/index.ts';

/** Takes a call to the core and brings back its answer. */
export interface Link {
  call(
    path: readonly string[],
    input: unknown,
    options: { signal?: AbortSignal; lastEventId?: string | undefined; context: Record<never, never> },
  ): Promise<unknown>;
}

/** One connection, from its opening to its end. */
export interface Channel {
  link: Link;
  /** Settles when it ended, for whatever reason. */
  closed: Promise<void>;
  close(): void;
}

/** A way in to a core. */
export interface Transport {
  /** Rejects when there is no core now; with `LockedOutError` when trying again can not help. */
  open(signal: AbortSignal): Promise<Channel>;
}

/** This page may not come in: no other attempt will change that. */
export class LockedOutError extends Error {
  readonly data: ErrorData;

  constructor(data: ErrorData) {
    super(data.message);
    this.data = data;
  }
}
