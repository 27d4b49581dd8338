import { createServer, type Server } from 'node:net';
import { expect, it } from 'vitest';
import type { BlockyardError } from '../../src/shared/index.ts';
import { describeOnEachEngine } from '../support/index.ts';
import { testStack } from '../support/stack.ts';

const web = (port: number): string => `services:
  web:
    image: debian:12-slim
    init: true
    command: sleep infinity
    stop_grace_period: 1s
    ports: ["127.0.0.1:${port}:80"]
`;

async function listening(): Promise<{ port: number } & AsyncDisposable> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { port, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** A port that nothing listens on, most probably for as long as the test takes. */
async function unusedPort(): Promise<{ port: number }> {
  await using server = await listening();
  return { port: server.port };
}

describeOnEachEngine('published ports', (engine) => {
  it('names the process that holds one before anything is made', async () => {
    await using server = await listening();
    await using stack = await testStack(engine, web(server.port));
    const opened = await stack.open();
    const error = await stack
      .run((task) => opened.up({}, task))
      .catch((thrown: BlockyardError) => thrown.toJSON());
    expect(error).toMatchObject({
      code: 'port-taken',
      message: expect.stringMatching(
        new RegExp(
          `^web wants port ${server.port}/tcp, held by process \\S.* \\(pid ${process.pid}\\) \\(.*compose.yaml:7:\\d+\\)\\.$`,
        ),
      ),
      conflicts: [{ service: 'web', port: server.port, protocol: 'tcp' }],
    });
    expect((await opened.status()).state).toBe('absent');
  });

  it('names the container that holds one', async () => {
    const { port } = await unusedPort();
    await using one = await testStack(engine, web(port));
    await using other = await testStack(engine, web(port));
    const first = await one.open();
    await one.run((task) => first.up({}, task));
    const second = await other.open();
    const error = await other
      .run((task) => second.up({}, task))
      .catch((thrown: BlockyardError) => thrown.message);
    expect(error).toContain(`held by container ${one.name}-web-1 of project ${one.name}`);
  });

  it('chooses a free one when asked to, which stays the same', async () => {
    await using server = await listening();
    await using stack = await testStack(engine, web(server.port));
    const opened = await stack.open();
    const { replacedPorts, status } = await stack.run((task) => opened.up({ freePorts: true }, task));
    const published = replacedPorts[0]?.published;
    expect(replacedPorts).toEqual([
      {
        service: 'web',
        wished: server.port,
        published,
        holder: expect.stringContaining(`(pid ${process.pid})`),
      },
    ]);
    expect(status.containers[0]?.ports).toEqual([
      { hostIp: '127.0.0.1', published, target: 80, protocol: 'tcp', url: `http://localhost:${published}` },
    ]);
    expect((await opened.plan()).steps).toEqual([]);
    await stack.run((task) => opened.down({}, task));
    const again = await stack.run((task) => opened.up({ freePorts: true }, task));
    expect(again.status.containers[0]?.ports[0]?.published).toBe(published);
  });

  it('are told apart when two containers of one project want the same', async () => {
    const { port } = await unusedPort();
    await using stack = await testStack(engine, web(port));
    const opened = await stack.open();
    const error = await stack
      .run((task) => opened.up({ scale: { web: 2 } }, task))
      .catch((thrown: BlockyardError) => thrown.message);
    expect(error).toContain(`held by container ${stack.name}-web-1 of this project, which wants it too`);
  });

  it('go from an orphan that is removed to the service that takes its place', async () => {
    const { port } = await unusedPort();
    await using stack = await testStack(engine, web(port));
    const first = await stack.open();
    await stack.run((task) => first.up({}, task));
    await stack.write({ 'compose.yaml': web(port).replace('web:', 'site:') });
    const second = await stack.open();
    const error = await stack
      .run((task) => second.up({}, task))
      .catch((thrown: BlockyardError) => thrown.message);
    expect(error).toContain(
      `site wants port ${port}/tcp, held by container ${stack.name}-web-1, an orphan of this project that goes with --remove-orphans`,
    );
    const { status } = await stack.run((task) => second.up({ removeOrphans: true }, task));
    expect(status.containers.map(({ service, ports }) => [service, ports[0]?.published])).toEqual([
      ['site', port],
    ]);
  });
});
