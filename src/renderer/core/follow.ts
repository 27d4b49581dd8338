import { ORPCError } from '@orpc/client';
import type { ErrorData } from '../../shared/index.ts';
import { backOff, type Connection } from './connection.ts';
import { toErrorData } from './errors.ts';

export interface Following<Item> {
  connection: Connection;
  /** Asks for the stream, at first and after each loss. */
  open(signal: AbortSignal): Promise<AsyncIterable<Item>>;
  take(item: Item): void | Promise<void>;
  /** The connection went away, or the core had no stream for us (`error`): what was taken so far may be old. */
  onLost(error: ErrorData | undefined): void;
  signal: AbortSignal;
}

/** Follows a stream through losses of the connection and errors, until it ends by itself or the signal aborts. */
export async function keepFollowing<Item>(following: Following<Item>): Promise<'ended' | 'aborted'> {
  const { connection, signal } = following;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await connection.whenConnected(signal);
      for await (const item of await following.open(signal)) {
        if (signal.aborted) return 'aborted';
        failures = 0;
        await following.take(item);
      }
      return signal.aborted ? 'aborted' : 'ended';
    } catch (error) {
      if (signal.aborted) return 'aborted';
      const refused = error instanceof ORPCError;
      following.onLost(refused ? toErrorData(error) : undefined);
      // Also after a mere loss: the connection may not have noticed it yet.
      await pause(backOff(++failures), signal);
    }
  }
  return 'aborted';
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
