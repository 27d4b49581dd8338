import type { SupportedMessagePort } from '@orpc/client/message-port';
import { createRouterClient } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import type { CoreClient } from '../../shared/contract/index.ts';
import { openConnection } from './connection.ts';
import type { Core } from './core.ts';
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

/**
 * Lets a client in through a port (of Node, Electron, or a page). The port must still be started by `port.start()`, after
 * this. Answers how to end it; the port's own end does the same.
 */
export function connectPort(core: Core, port: SupportedMessagePort): () => void {
  const connection = openConnection();
  new PortHandler(router).upgrade(port, { context: { core, connection } });
  const close = () => connection.close();
  if ('addEventListener' in port) port.addEventListener('close', close);
  else if ('on' in port) port.on('close', close);
  return close;
}

/** Asks a procedure by its path, such as `stacks.up`. */
export async function ask(core: Core, path: string, input: unknown): Promise<unknown> {
  let place: unknown = connectInProcess(core);
  for (const name of path.split('.')) place = (place as Record<string, unknown>)[name];
  return (place as (input: unknown) => Promise<unknown>)(input);
}
