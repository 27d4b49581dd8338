import { Bell } from '../waiting/index.ts';

/** How many batches a stream may be ahead of what its client has worked off. */
const ahead = 16;

/** One client of the core, for as long as it is connected. */
export interface Connection {
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
  /**
   * Waits until the stream's client has worked off all but 16 of the `sent` batches, or the signal aborts; at once for a
   * stream without a name.
   */
  whenTaken(stream: string | undefined, sent: number, signal: AbortSignal): Promise<void>;
  acknowledge(stream: string, batches: number): void;
  /** The stream has ended: forgets what was acknowledged of it. */
  release(stream: string | undefined): void;
}

export interface OpenConnection extends Connection {
  /** The client is gone: all that was asked for ends. */
  close(): void;
}

interface Pace {
  acknowledged: number;
  /** Rings at each acknowledgement. */
  taken: Bell;
}

export function openConnection(): OpenConnection {
  const gone = new AbortController();
  const paces = new Map<string, Pace>();

  const paceOf = (stream: string): Pace => {
    let pace = paces.get(stream);
    if (!pace) {
      pace = { acknowledged: 0, taken: new Bell() };
      paces.set(stream, pace);
    }
    return pace;
  };

  return {
    signal: gone.signal,
    whenTaken: async (stream, sent, signal) => {
      if (stream === undefined) return;
      const pace = paceOf(stream);
      while (!signal.aborted && sent - pace.acknowledged >= ahead) await pace.taken.next(signal);
    },
    acknowledge: (stream, batches) => {
      // Of a stream that has ended meanwhile nothing is kept.
      const pace = paces.get(stream);
      if (!pace) return;
      pace.acknowledged = Math.max(pace.acknowledged, batches);
      pace.taken.ring();
    },
    release: (stream) => {
      if (stream !== undefined) paces.delete(stream);
    },
    close: () => {
      gone.abort();
      paces.clear();
    },
  };
}
