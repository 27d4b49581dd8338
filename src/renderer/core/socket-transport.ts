import { RPCLink } from '@orpc/client/websocket';
import type { ErrorData } from '../../shared/index.ts';
import { type Channel, LockedOutError, type Transport } from './transport.ts';

/** In a browser: a WebSocket to where the page came from, with the token of its address. */
export class SocketTransport implements Transport {
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
    const link = new RPCLink({ websocket: socket });
    const give = () => socket.close();
    signal.addEventListener('abort', give, { once: true });
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('close', () => reject(new Error('The core does not answer.')), { once: true });
    }).catch(async (error: unknown) => {
      const refusal = await refusalOf(signal);
      throw refusal ? new LockedOutError(refusal) : error;
    });
    signal.removeEventListener('abort', give);
    return { link, closed, close: give };
  }
}

/**
 * A browser does not say why an upgrade failed, so the same address is asked without one: 503 where there are too many
 * pages; when it answers at all, it was the key. Undefined: nobody is there.
 */
async function refusalOf(signal: AbortSignal): Promise<ErrorData | undefined> {
  const answer = await fetch('/core', { method: 'HEAD', cache: 'no-store', signal }).catch(() => undefined);
  if (!answer) return undefined;
  if (answer.status === 503)
    return {
      code: 'resource-in-use',
      message: 'Too many pages of this workbench are open: the core takes no more.',
      remedy: 'Close another tab of it, and try again.',
    };
  return {
    code: 'permission-denied',
    message:
      'The core does not accept this page’s key: it was started anew, and each start has a key of its own.',
    remedy: 'Open the address that `blockyard ui` printed last.',
  };
}
