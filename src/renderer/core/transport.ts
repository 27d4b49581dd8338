import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { type CoreFailed, coreChannel } from '../../shared/desktop-link.ts';
import type { ErrorData } from '../../shared/index.ts';
import { takeToken } from './token.ts';

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

/** In the app the shell hands over a port, and another one when the core was started anew; elsewhere a WebSocket. */
export function defaultTransport(): Transport {
  return location.protocol === 'app:' ? new PortTransport() : new SocketTransport(takeToken());
}

/** What the shell posted last: a port to the core, or why there will be none. */
type Handed = MessagePort | CoreFailed;

class PortTransport implements Transport {
  #next: Handed | undefined;
  #arrived: (() => void) | undefined;
  /** Ends the channel over the port before: its core is gone, whether or not the port said so. */
  #endCurrent: (() => void) | undefined;

  constructor() {
    window.addEventListener('message', (event) => {
      const handed = handedOver(event);
      if (!handed) return;
      this.#next = handed;
      this.#endCurrent?.();
      this.#arrived?.();
    });
  }

  async open(signal: AbortSignal): Promise<Channel> {
    const port = await this.#take(signal);
    if (!(port instanceof MessagePort)) throw new LockedOutError(port.error);
    const { promise: closed, resolve: end } = Promise.withResolvers<void>();
    this.#endCurrent = end;
    port.addEventListener('close', () => end());
    const link = new PortLink({ port });
    port.start();
    return { link, closed, close: () => port.close() };
  }

  async #take(signal: AbortSignal): Promise<Handed> {
    while (!this.#next)
      await new Promise<void>((resolve, reject) => {
        this.#arrived = resolve;
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    const next = this.#next;
    this.#next = undefined;
    return next;
  }
}

function handedOver({ source, data, ports }: MessageEvent): Handed | undefined {
  if (source !== window) return undefined;
  if (data === coreChannel) return ports[0];
  return (data as Partial<CoreFailed> | null)?.kind === 'blockyard:core-failed' ? data : undefined;
}

class SocketTransport implements Transport {
  readonly #token: string | undefined;

  constructor(token: string | undefined) {
    this.#token = token;
  }

  async open(signal: AbortSignal): Promise<Channel> {
    if (this.#token === undefined)
      throw new LockedOutError({
        code: 'permission-denied',
        message: 'This address lacks its key.',
        remedy: 'Open the whole address that `blockyard ui` printed: the key stands after the #.',
      });
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/core`, ['blockyard', `token.${this.#token}`]);
    // As a Blob each message would be read in its own time, and some would overtake others.
    socket.binaryType = 'arraybuffer';
    const { promise: closed, resolve: end } = Promise.withResolvers<void>();
    socket.addEventListener('close', () => end());
    const link = new SocketLink({ websocket: socket });
    const give = () => socket.close();
    signal.addEventListener('abort', give, { once: true });
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('close', () => reject(new Error('The core does not answer.')), { once: true });
    }).catch(async (error: unknown) => {
      if (await pageIsServed(signal)) throw refused();
      throw error;
    });
    signal.removeEventListener('abort', give);
    return { link, closed, close: give };
  }
}

/** A browser does not say why an upgrade failed: when the page itself is still served, it was the key. */
async function pageIsServed(signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store', signal });
    return response.ok;
  } catch {
    return false;
  }
}

function refused(): LockedOutError {
  return new LockedOutError({
    code: 'permission-denied',
    message:
      'The core does not accept this page’s key: it was started anew, and each start has a key of its own.',
    remedy: 'Open the address that `blockyard ui` printed last.',
  });
}
