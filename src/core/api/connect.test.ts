import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CoreClient } from '../../shared/contract/index.ts';
import { connectPort, openCore } from './index.ts';

async function openedPort() {
  const folder = await mkdtemp(path.join(tmpdir(), 'bytest-connect-'));
  const core = await openCore({
    version: '0.0.0-test',
    via: 'app',
    host: { kind: 'test' },
    environment: { DOCKER_HOST: `unix://${folder}/no-engine.sock` },
    folder,
  });
  const { port1, port2 } = new MessageChannel();
  onTestFinished(async () => {
    port2.close();
    await core[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  connectPort(core, port1 as never);
  port1.start();
  const client: CoreClient = createORPCClient(new RPCLink({ port: port2 as never }));
  port2.start();
  return { client, port: port2 };
}

test('what is no message of a client hurts nobody', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => told.mockRestore());
  const { client, port } = await openedPort();
  const garbage: unknown[] = [
    ...[undefined, null, 7, 7n, {}, [], { i: 'x', p: null }, new Map(), new Date()],
    ...['', '{', 'null', '[]', '"text"', '{"i":"x"}', '{"i":"x","p":{}}', '{"i":"x","p":{"u":"::"}}'],
    ...['{"i":"x","t":3,"p":{}}', '{"i":"x","t":3}', '{"i":"x","t":4}', '{"i":"x","t":9,"p":{"u":7}}'],
    ...['{"i":{},"p":{"u":"/nothing"}}', '{"i":"x","p":{"u":"/session/hello","b":"{","h":7}}'],
    ...[Buffer.from([0xff, 0xff]), Buffer.from('{"i":"x"'), new ArrayBuffer(8), Buffer.alloc(0)],
    `{"i":"x","p":{"u":"/session/hello","b":"${'x'.repeat(9 * 2 ** 20)}"}}`,
    Buffer.alloc(9 * 2 ** 20, 0x20),
  ];
  const unhandled: unknown[] = [];
  const note = (thrown: unknown) => unhandled.push(thrown);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  for (const message of garbage) port.postMessage(message);
  expect((await client.settings.list({})).length).toBeGreaterThan(0);
  // Rejections are told after all that was due.
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).toEqual([]);
  expect(told.mock.calls.length).toBeGreaterThan(5);
});
