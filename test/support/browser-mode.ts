import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { CoreClient } from '../../src/shared/contract/index.ts';
import type { RunningCommand } from './cli.ts';
import type { TestProject } from './project.ts';

/** A running `blockyard ui` and a client of its core, as a page is one. */
export interface BrowserMode extends AsyncDisposable {
  readonly command: RunningCommand;
  readonly core: CoreClient;
  /** With the token. */
  readonly url: string;
  /** The connection is gone, the process stays. */
  disconnect(): void;
}

/**
 * `await using ui = await startBrowserMode(project)`: a process of its own on the project's engine and home. Its page is
 * an empty one: what is tested is the core.
 */
export async function startBrowserMode(project: TestProject): Promise<BrowserMode> {
  const page = path.join(project.home, 'page');
  await mkdir(page, { recursive: true });
  await writeFile(path.join(page, 'index.html'), '');
  const command = project.start(['ui', '--port', '0', '--no-open', '--json'], {
    environment: { BLOCKYARD_PAGE: page },
  });
  await command.waitFor(/\n/);
  const { url } = JSON.parse(command.stdout) as { url: string };
  const { origin, host, hash } = new URL(url);
  const protocols = ['blockyard', `token.${hash.slice('#token='.length)}`];
  const socket = new WebSocket(`ws://${host}/core`, protocols, { origin });
  await once(socket, 'open');
  return {
    command,
    core: createORPCClient<CoreClient>(new RPCLink({ websocket: socket as never })),
    url,
    disconnect: () => socket.terminate(),
    [Symbol.asyncDispose]: async () => {
      socket.terminate();
      command.kill('SIGTERM');
      await command.result;
    },
  };
}

/** The first state of a stream that is as wished; leaves the stream. */
export async function firstWhere<State>(
  stream: Promise<AsyncIterable<State>>,
  isWished: (state: State) => boolean,
): Promise<State> {
  let last: State | undefined;
  for await (const state of await stream) {
    if (isWished(state)) return state;
    last = state;
  }
  throw new Error(`The stream ended without what was waited for, last with ${JSON.stringify(last)}.`);
}
