import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Core, connectInProcess, connectPort } from '../core/api/index.ts';
import { type CoreClient, compatibility } from '../shared/contract/index.ts';
import { serveBrowser } from './index.ts';
import { CountedWishes, testCore } from './test-core.ts';

interface Client {
  core: CoreClient;
  disconnect(): void;
}
interface Way extends AsyncDisposable {
  connect(): Promise<Client>;
}

const ways: Record<string, (core: Core) => Promise<Way>> = {
  'in the same process': async (core) => ({
    connect: async () => {
      const end = new AbortController();
      return { core: connectInProcess(core, end.signal), disconnect: () => end.abort() };
    },
    [Symbol.asyncDispose]: async () => {},
  }),
  'over a port': async (core) => ({
    connect: async () => {
      const { port1, port2 } = new MessageChannel();
      connectPort(core, port1 as never);
      const client = createORPCClient<CoreClient>(new PortLink({ port: port2 as never }));
      port1.start();
      port2.start();
      return { core: client, disconnect: () => port2.close() };
    },
    [Symbol.asyncDispose]: async () => {},
  }),
  'over a WebSocket': async (core) => {
    const page = await mkdtemp(path.join(tmpdir(), 'bytest-page-'));
    await writeFile(path.join(page, 'index.html'), '');
    const server = await serveBrowser(core, { page });
    return {
      connect: async () => {
        const { origin, host, hash } = new URL(server.url);
        const token = hash.slice('#token='.length);
        const socket = new WebSocket(`ws://${host}/core`, ['blockyard', `token.${token}`], { origin });
        await once(socket, 'open');
        const link = new SocketLink({ websocket: socket as never });
        return { core: createORPCClient<CoreClient>(link), disconnect: () => socket.terminate() };
      },
      [Symbol.asyncDispose]: async () => {
        await server[Symbol.asyncDispose]();
        await rm(page, { recursive: true });
      },
    };
  },
};

describe.each(Object.entries(ways))('a client %s', (_name, open) => {
  /** Everything that a test needs, and its end. */
  async function opened() {
    const wishes = new CountedWishes();
    const core = await testCore(wishes);
    const way = await open(core);
    const client = await way.connect();
    return {
      wishes,
      way,
      client,
      [Symbol.asyncDispose]: async () => {
        client.disconnect();
        await way[Symbol.asyncDispose]();
        await core[Symbol.asyncDispose]();
      },
    };
  }

  test('says hello and is told who answers', async () => {
    await using it = await opened();
    expect(await it.client.core.session.hello({ compatibility, client: 'test' })).toMatchObject({
      compatibility,
      version: '1.2.3',
      core: { pid: process.pid },
      host: 'test',
      platform: process.platform,
    });
  });

  test.each([
    [
      'older',
      compatibility - 1,
      'This page (page 1.1.0) is older than the Blockyard that runs (1.2.3): they do not understand each other.',
      'Reload the page.',
    ],
    [
      'newer',
      compatibility + 1,
      'This page (page 1.1.0) is newer than the Blockyard that runs (1.2.3): they do not understand each other.',
      'End Blockyard and start it again: it was updated while it ran.',
    ],
  ])('that is %s is told so, and what to do', async (_word, theirs, message, remedy) => {
    await using it = await opened();
    const hello = it.client.core.session.hello({ compatibility: theirs, client: 'page 1.1.0' });
    await expect(hello).rejects.toMatchObject({
      defined: true,
      code: 'incompatible',
      data: { code: 'incompatible', message, remedy },
    });
  });

  test('gets the errors of a call and of a stream, with code and remedy', async () => {
    await using it = await opened();
    const unknown = { defined: true, data: { message: 'There is no task x.', remedy: expect.any(String) } };
    await expect(it.client.core.tasks.cancel({ id: 'x' })).rejects.toMatchObject(unknown);
    const stream = await it.client.core.tasks.followOne({ id: 'x' });
    await expect(stream.next()).rejects.toMatchObject(unknown);
    await expect(it.client.core.tasks.cancel({} as never)).rejects.toMatchObject({
      code: 'usage',
      data: { message: expect.stringContaining('tasks.cancel does not understand what it was asked (id:') },
    });
  });

  test('gets what was not foreseen as internal, without a stack', async () => {
    await using it = await opened();
    it.wishes.goesOn = 'fail';
    const stream = await it.client.core.desktop.wishes({});
    expect((await stream.next()).value).toEqual({ kind: 'go', path: '/first' });
    const error = await stream.next().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'internal', data: { message: 'the wishes broke' } });
    expect(JSON.stringify((error as { data: unknown }).data)).not.toMatch(/\.ts|at /);
    expect(it.wishes.running).toBe(0);
  });

  test('sees the end of a stream', async () => {
    await using it = await opened();
    it.wishes.goesOn = 'end';
    const seen = [];
    for await (const wish of await it.client.core.desktop.wishes({})) seen.push(wish);
    expect(seen).toEqual([{ kind: 'go', path: '/first' }]);
    expect(it.wishes.running).toBe(0);
  });

  test('that leaves a stream ends it', async () => {
    await using it = await opened();
    for await (const _ of await it.client.core.desktop.wishes({})) break;
    await vi.waitFor(() => expect(it.wishes).toMatchObject({ begun: 1, running: 0 }));
  });

  test('that aborts a stream ends it', async () => {
    await using it = await opened();
    const abort = new AbortController();
    const stream = await it.client.core.desktop.wishes({}, { signal: abort.signal });
    await stream.next();
    const next = stream.next().catch(() => {});
    abort.abort();
    await next;
    await vi.waitFor(() => expect(it.wishes).toMatchObject({ begun: 1, running: 0 }));
  });

  test('that aborts right after it asked leaves no generator behind', async () => {
    await using it = await opened();
    await it.client.core.session.hello({ compatibility, client: 'test' });
    const asked = Array.from({ length: 40 }, async () => {
      const abort = new AbortController();
      const stream = it.client.core.desktop.wishes({}, { signal: abort.signal });
      abort.abort();
      for await (const _ of await stream);
    });
    await Promise.allSettled(asked);
    // Whatever was under way has been answered by then: calls of one connection are handled in order.
    await it.client.core.session.hello({ compatibility, client: 'test' });
    await vi.waitFor(() => expect(it.wishes.running).toBe(0));
  });

  test('that is gone ends all its streams, and nobody else’s', async () => {
    await using it = await opened();
    const other = await it.way.connect();
    const stays = await other.core.desktop.wishes({});
    await stays.next();
    const streams = await Promise.all(Array.from({ length: 20 }, () => it.client.core.desktop.wishes({})));
    await Promise.all(streams.map((stream) => stream.next()));
    for (const stream of streams) stream.next().catch(() => {});
    expect(it.wishes.running).toBe(21);
    it.client.disconnect();
    await vi.waitFor(() => expect(it.wishes.running).toBe(1));
    other.disconnect();
    await vi.waitFor(() => expect(it.wishes.running).toBe(0));
  });
});
