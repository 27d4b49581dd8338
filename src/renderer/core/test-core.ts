import { RPCLink } from '@orpc/client/message-port';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { contract, type Hello } from '../../shared/contract/index.ts';
import { compatibility } from '../../shared/index.ts';
import type { Channel, Transport } from './transport.ts';

/** The contract, to be given the handlers that a test needs. */
export const os = implement(contract);

const hello: Hello = {
  compatibility,
  version: '1.2.3',
  core: { id: 'core-1', pid: 42, startedAt: 0 },
  host: 'test',
  platform: 'linux',
  home: '/home/me',
};

export const session = { hello: os.session.hello.handler(() => hello) };

/** A way in to a real oRPC server in this process, which can be cut off and let come back. */
export class TestTransport implements Transport {
  readonly #handler: RPCHandler<Record<never, never>>;
  #cut: (() => void) | undefined;
  /** Thrown instead of connecting, while it is set. */
  refusal: Error | undefined;
  opened = 0;

  constructor(router: object) {
    this.#handler = new RPCHandler(router as never);
  }

  async open(): Promise<Channel> {
    this.opened++;
    if (this.refusal) throw this.refusal;
    const { port1, port2 } = new MessageChannel();
    this.#handler.upgrade(port1 as never);
    port1.start();
    const link = new RPCLink({ port: port2 });
    port2.start();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const close = () => {
      port2.close();
      port1.close();
      resolve();
    };
    this.#cut = close;
    return { link, closed, close };
  }

  /** As when the core dies. */
  cut(): void {
    this.#cut?.();
  }
}

/** Resolves with the first state that is as wished. */
export function stateOf<State>(
  store: { getState(): State; subscribe(listener: (state: State) => void): () => void },
  wished: (state: State) => boolean,
): Promise<State> {
  if (wished(store.getState())) return Promise.resolve(store.getState());
  return new Promise((resolve) => {
    const stop = store.subscribe((state) => {
      if (!wished(state)) return;
      stop();
      resolve(state);
    });
  });
}
