import { createORPCClient } from '@orpc/client';
import { createStore } from 'zustand/vanilla';
import type { CoreClient, Hello } from '../../shared/contract/index.ts';
import { compatibility, type ErrorData } from '../../shared/index.ts';
import { ConnectionLostError, toErrorData } from './errors.ts';
import { type Channel, LockedOutError, type Transport } from './transport.ts';

export type ConnectionState =
  | { state: 'connecting' }
  | { state: 'connected'; hello: Hello }
  /** It is tried again by itself at `retryAt`, and whenever the network or the page comes back. */
  | { state: 'lost'; since: number; attempt: number; retryAt: number }
  /** This page and the core do not understand each other: a reload brings the right page. */
  | { state: 'incompatible'; error: ErrorData }
  /** The key is missing or was refused: only the right address helps. */
  | { state: 'locked-out'; error: ErrorData };

const helloWithinMilliseconds = 10_000;

/** How long to wait before the nth attempt: 0.25, 0.5, 1, 2, 4, then 5 seconds. */
export function backOff(attempt: number): number {
  return Math.min(5_000, 250 * 2 ** Math.max(0, attempt - 1));
}

/** The page's one connection to the core, kept through the core's absences. */
export class Connection {
  readonly store = createStore<ConnectionState>(() => ({ state: 'connecting' }));
  /** The core, whichever connection there is now; its calls fail clearly while there is none. */
  readonly core: CoreClient;
  readonly #transport: Transport;
  #channel: Channel | undefined;
  #again: (() => void) | undefined;
  readonly #end = new AbortController();

  constructor(transport: Transport) {
    this.#transport = transport;
    this.core = createORPCClient<CoreClient>({
      call: async (path, input, options) => {
        const channel = await this.#open(options.signal);
        try {
          return await channel.link.call(path, input, options);
        } catch (error) {
          if (options.signal?.aborted || channel === this.#channel) throw error;
          throw new ConnectionLostError(error);
        }
      },
    });
  }

  /** Connects, and connects again, until it is closed or shut out. */
  async run(): Promise<void> {
    let attempt = 0;
    let since = Date.now();
    while (!this.#end.signal.aborted) {
      try {
        const channel = await this.#transport.open(this.#end.signal);
        const hello = await greet(channel, this.#end.signal);
        this.#channel = channel;
        this.store.setState({ state: 'connected', hello }, true);
        attempt = 0;
        await channel.closed;
        since = Date.now();
      } catch (error) {
        const shut = shutOut(error);
        if (shut) {
          this.store.setState(shut, true);
          return;
        }
      }
      this.#channel = undefined;
      if (this.#end.signal.aborted) return;
      attempt++;
      const pause = backOff(attempt);
      this.store.setState({ state: 'lost', since, attempt, retryAt: Date.now() + pause }, true);
      await this.#pause(pause);
    }
  }

  /** Tries now rather than later. */
  retry(): void {
    this.#again?.();
  }

  close(): void {
    this.#end.abort();
    this.#channel?.close();
    this.#again?.();
  }

  /** Resolves at once when connected, else when it is again. */
  async whenConnected(signal: AbortSignal): Promise<void> {
    await this.#until((state) => state.state === 'connected', signal);
  }

  /** Waits for the first connection only: what is asked while it is lost fails, for its asker may not want it later. */
  async #open(signal: AbortSignal | undefined): Promise<Channel> {
    if (this.store.getState().state === 'connecting')
      await this.#until((state) => state.state !== 'connecting', signal ?? this.#end.signal);
    if (!this.#channel) throw new ConnectionLostError();
    return this.#channel;
  }

  async #until(wanted: (state: ConnectionState) => boolean, signal: AbortSignal): Promise<void> {
    if (wanted(this.store.getState())) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => reject(signal.reason);
    const stop = this.store.subscribe((state) => {
      if (wanted(state)) resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    try {
      await promise;
    } finally {
      stop();
      signal.removeEventListener('abort', abort);
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(end, milliseconds);
      function end() {
        clearTimeout(timer);
        resolve();
      }
      this.#again = end;
    });
  }
}

async function greet(channel: Channel, signal: AbortSignal): Promise<Hello> {
  const core = createORPCClient<CoreClient>(channel.link);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(helloWithinMilliseconds)]);
  try {
    return await core.session.hello(
      { compatibility, client: `page ${__BLOCKYARD_VERSION__}` },
      { signal: limit },
    );
  } catch (error) {
    channel.close();
    throw error;
  }
}

function shutOut(error: unknown): ConnectionState | undefined {
  if (error instanceof LockedOutError) return { state: 'locked-out', error: error.data };
  const data = toErrorData(error);
  return data.code === 'incompatible' ? { state: 'incompatible', error: data } : undefined;
}
