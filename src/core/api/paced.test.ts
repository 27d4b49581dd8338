import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { createRouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { expect, test, vi } from 'vitest';
import type { CoreClient } from '../../shared/contract/index.ts';
import { openConnection } from './connection.ts';
import type { Core } from './core.ts';
import { os } from './implement.ts';
import { paced } from './paced.ts';
import { streams } from './streams.ts';

/** A stream without end whose source counts what it was asked for. */
function endless() {
  const count = { made: 0, ended: 0 };
  const download = os.files.download.handler(({ context, input }) =>
    paced(context, input.stream, batches(count)),
  );
  return { count, router: { files: { download }, streams } };
}

async function* batches(count: { made: number; ended: number }) {
  try {
    for (;;) {
      count.made++;
      yield { name: 'file', base64: '', size: count.made };
      // The source is always ready: it is not its own slowness that is measured.
      await new Promise(setImmediate);
    }
  } finally {
    count.ended++;
  }
}

const core = {} as Core;
const place = { project: 'shop', kind: 'volume', name: 'data', path: '/' } as const;

/** Until the event loop has turned so often that whoever could go on has gone on. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 500; turn++) await new Promise(setImmediate);
}

/** The test's router behind a port, as a view would see it. */
function overPort(router: object) {
  const { port1, port2 } = new MessageChannel();
  const connection = openConnection();
  // biome-ignore lint/suspicious/noExplicitAny: a part of the contract only.
  new RPCHandler(router as any).upgrade(port1 as never, { context: { core, connection } } as never);
  const client = createORPCClient<CoreClient>(new RPCLink({ port: port2 as never }));
  port1.start();
  port2.start();
  return { client, connection, close: () => port2.close() };
}

test('a stream whose client takes nothing stops its source after 16 batches', async () => {
  const { count, router } = endless();
  const { client, close } = overPort(router);
  const stream = await client.files.download({ ...place, stream: 'a' });
  await vi.waitFor(() => expect(count.made).toBe(16));
  await manyTurns();
  expect(count.made).toBe(16);

  // Reading alone is not taking: only what is acknowledged lets more come.
  for (let n = 0; n < 16; n++) await stream.next();
  await manyTurns();
  expect(count.made).toBe(16);
  await client.streams.acknowledge({ stream: 'a', batches: 10 });
  await vi.waitFor(() => expect(count.made).toBe(26));
  await manyTurns();
  expect(count.made).toBe(26);

  await stream.return?.();
  await vi.waitFor(() => expect(count.ended).toBe(1));
  close();
});

test('a stream without a name is not paced', async () => {
  const { count, router } = endless();
  const { client, close } = overPort(router);
  const stream = await client.files.download(place);
  await vi.waitFor(() => expect(count.made).toBeGreaterThan(100));
  await stream.return?.();
  await vi.waitFor(() => expect(count.ended).toBe(1));
  close();
});

test('a stream that waits for its client ends with the connection', async () => {
  const { count, router } = endless();
  const { client, connection, close } = overPort(router);
  await client.files.download({ ...place, stream: 'a' });
  await vi.waitFor(() => expect(count.made).toBe(16));
  connection.close();
  await vi.waitFor(() => expect(count.ended).toBe(1));
  close();
});

test('in the same process a stream makes what it is asked for', async () => {
  const { count, router } = endless();
  const client = createRouterClient(router, { context: { core, connection: openConnection() } });
  const stream = await client.files.download({ ...place, stream: 'a' });
  for (let n = 1; n <= 3; n++) expect((await stream.next()).value).toMatchObject({ size: n });
  expect(count.made).toBe(3);
  await stream.return?.();
  expect(count.ended).toBe(1);
});

test('what is acknowledged of a stream that nobody knows, or that has ended, is forgotten', async () => {
  const connection = openConnection();
  const never = new AbortController().signal;
  const isTaken = async (sent: number) => {
    let taken = false;
    void connection.whenTaken('a', sent, never).then(() => {
      taken = true;
    });
    await manyTurns();
    return taken;
  };
  connection.acknowledge('a', 1_000);
  expect(await isTaken(16)).toBe(false);
  connection.acknowledge('a', 1);
  expect(await isTaken(16)).toBe(true);
  connection.release('a');
  expect(await isTaken(16)).toBe(false);
});
