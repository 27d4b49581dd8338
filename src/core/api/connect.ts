import type { SupportedMessagePort } from '@orpc/client/message-port';
import { createRouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import type { CoreClient } from '../../shared/contract/index.ts';
import { openConnection } from './connection.ts';
import type { Core } from './core.ts';
import type { ApiContext } from './implement.ts';
import { router } from './router.ts';

/**
 * The core as a view sees it, without a border between: for shells of the same process and for tests. All its streams end
 * with the signal.
 */
export function connectInProcess(core: Core, signal?: AbortSignal): CoreClient {
  const connection = openConnection();
  signal?.addEventListener('abort', () => connection.close());
  return createRouterClient(router, { context: { core, connection } });
}

/** What a client may say at once: as over a WebSocket, see src/web/sockets.ts. */
const longestMessage = 8 * 2 ** 20;

type Port = Exclude<SupportedMessagePort, { onMessage: unknown }>;

/**
 * Lets a client in through a port (of Node, Electron, or a page). The port must still be started by `port.start()`, after
 * this. Answers how to end it; the port's own end does the same. What is no message of a client is told on stderr.
 */
export function connectPort(core: Core, port: Port): () => void {
  const connection = openConnection();
  const close = () => connection.close();
  listen(port, 'close', close);
  // Not the handler for ports: what it cannot read would be a rejection that nobody handles, and the core's end.
  void new RPCHandler<ApiContext>(router).upgrade(asSocket(port), { context: { core, connection } });
  return close;
}

function asSocket(port: Port): Parameters<RPCHandler<ApiContext>['upgrade']>[0] {
  const addEventListener = (name: string, listener: (event: unknown) => void) =>
    listen(port, name, (event) => {
      if (name !== 'message' || isMessage((event as { data: unknown }).data)) listener(event);
    });
  return { send: (message: unknown) => port.postMessage(message), addEventListener } as never;
}

/** The other side of a port can send all that can be cloned. */
function isMessage(data: unknown): boolean {
  if (typeof data === 'string') return data.length <= longestMessage;
  return data instanceof Uint8Array && data.byteLength <= longestMessage;
}

function listen(port: Port, name: string, listener: (event: unknown) => void): void {
  if ('addEventListener' in port) port.addEventListener(name, listener);
  else port.on(name, listener);
}

/** Asks a procedure by its path, such as `stacks.up`. */
export async function ask(core: Core, path: string, input: unknown): Promise<unknown> {
  let place: unknown = connectInProcess(core);
  for (const name of path.split('.')) place = (place as Record<string, unknown>)[name];
  return (place as (input: unknown) => Promise<unknown>)(input);
}
