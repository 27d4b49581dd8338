import { RPCLink } from '@orpc/client/message-port';
import { type CoreFailed, coreChannel } from '../../shared/desktop-link.ts';
import { type Channel, LockedOutError, type Transport } from './transport.ts';

/** What the shell posted last: a port to the core, or why there will be none. */
type Handed = MessagePort | CoreFailed;

/** In the app: the shell hands over a port, and another one when the core was started anew. */
export class PortTransport implements Transport {
  #next: Handed | undefined;
  #arrived: (() => void) | undefined;
  /** Ends the channel over the port before: its core is gone, whether or not the port said so. */
  #endCurrent: (() => void) | undefined;

  constructor(page: Window) {
    page.addEventListener('message', (event) => {
      // Only what was posted in this page itself: another one has no port to give.
      const handed = event.source === page ? handedOver(event) : undefined;
      if (!handed) return;
      this.#next = handed;
      this.#endCurrent?.();
      this.#arrived?.();
    });
  }

  async open(signal: AbortSignal): Promise<Channel> {
    const port = await this.#take(signal);
    if (!(port instanceof MessagePort)) throw new LockedOutError(port.error);
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    port.addEventListener('close', () => resolve());
    const link = new RPCLink({ port });
    port.start();
    const close = () => {
      port.close();
      // Who closes a port is not told so; but all that still waits at this one has to end.
      port.dispatchEvent(new Event('close'));
    };
    this.#endCurrent = close;
    return { link, closed, close };
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

function handedOver({ data, ports }: MessageEvent): Handed | undefined {
  if (data === coreChannel) return ports[0];
  return (data as Partial<CoreFailed> | null)?.kind === 'blockyard:core-failed' ? data : undefined;
}
