import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, it } from 'vitest';
import { firstThatAnswers } from '../../src/core/engine/discover.ts';
import { connectEngine, discoverEngines } from '../../src/core/engine/index.ts';
import { describeOnEachEngine, temporaryFolder } from '../support/index.ts';

/** The files of a Docker context, in the folder of Docker's settings. */
function contextFiles(name: string, host: string): Record<string, string> {
  const hash = createHash('sha256').update(name).digest('hex');
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
  return { [`.docker/contexts/meta/${hash}/meta.json`]: JSON.stringify(meta) };
}

describeOnEachEngine('finding the engine', (testEngine) => {
  it('goes by DOCKER_HOST', async () => {
    const engine = await connectEngine({ environment: testEngine.environment });
    expect(engine.info).toMatchObject({ source: 'DOCKER_HOST', local: true });
    await engine.ping();
    await engine.close();
  });

  it('goes by the context that the user chose', async () => {
    await using home = await temporaryFolder({
      ...contextFiles('mine', testEngine.environment.DOCKER_HOST),
      '.docker/config.json': '{"currentContext": "mine"}',
    });
    const engine = await connectEngine({ environment: { HOME: home.path } });
    expect(engine.info).toMatchObject({
      source: 'context mine',
      endpoint: { kind: 'socket', path: testEngine.socket },
    });
    await engine.close();
  });

  it('lists for the doctor what runs and what does not', async () => {
    await using home = await temporaryFolder({
      ...contextFiles('mine', testEngine.environment.DOCKER_HOST),
      ...contextFiles('gone', 'unix:///nowhere/docker.sock'),
      '.docker/config.json': '{"currentContext": "mine"}',
    });
    const [first, ...others] = await discoverEngines({ HOME: home.path });
    expect(first).toMatchObject({
      source: 'context mine',
      state: 'running',
      info: { product: 'docker' },
      details: { cpus: expect.any(Number), architecture: expect.any(String) },
    });
    expect(others.filter(({ source }) => source === 'context mine')).toEqual([]);
    expect(others.find(({ source }) => source === 'context gone')).toMatchObject({
      state: 'failed',
      error: { code: 'engine-unreachable' },
    });
  });
});

it('Docker is taken before Podman, and Podman where there is no other', async () => {
  await using home = await temporaryFolder();
  const answerAs = async (file: string, server: string) => {
    const headers = `Api-Version: 1.41\r\nServer: ${server} (linux)\r\nContent-Length: 2`;
    const listening = createServer((connection) => {
      connection.resume().end(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\nOK`);
    }).listen(path.join(home.path, file));
    await once(listening, 'listening');
    return listening;
  };
  const candidates = ['podman.sock', 'docker.sock', 'gone.sock'].map((name) => {
    const socket = path.join(home.path, name);
    return { source: name, endpoint: { kind: 'socket', path: socket } as const };
  });
  const find = async () => (await firstThatAnswers(candidates, candidates, undefined)).info;
  await using _podman = await answerAs('podman.sock', 'Libpod/5.4.0');
  expect(await find()).toMatchObject({
    source: 'podman.sock',
    product: 'podman',
    version: '5.4.0',
    buildKit: false,
  });
  await using _docker = await answerAs('docker.sock', 'Docker/29.1.0');
  expect(await find()).toMatchObject({ source: 'docker.sock', product: 'docker', version: '29.1.0' });
});

it('an engine that is not there is an error which names the place', async () => {
  const environment = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
  await expect(connectEngine({ environment })).rejects.toMatchObject({
    code: 'engine-not-found',
    message: 'No engine can be used. DOCKER_HOST: there is no socket at /nowhere/docker.sock.',
    remedy: 'Start the engine, or set DOCKER_HOST to where it listens.',
  });
});

it('a socket that nobody serves is named', async () => {
  await using folder = await temporaryFolder();
  const socket = path.join(folder.path, 'docker.sock');
  const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  const { spawnSync } = await import('node:child_process');
  spawnSync(process.execPath, ['-e', script, socket]);
  await expect(connectEngine({ environment: { DOCKER_HOST: `unix://${socket}` } })).rejects.toMatchObject({
    code: 'engine-not-found',
    message: `No engine can be used. DOCKER_HOST: nothing answers at ${socket}.`,
  });
});

it('something else than an engine is told apart from one', async () => {
  await using folder = await temporaryFolder();
  const socket = path.join(folder.path, 'web.sock');
  await using server = createServer((connection) => {
    connection.resume().end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
  }).listen(socket);
  await once(server, 'listening');
  await expect(connectEngine({ environment: { DOCKER_HOST: `unix://${socket}` } })).rejects.toMatchObject({
    code: 'engine-not-found',
    message: expect.stringContaining(`What answers at ${socket} is not a container engine.`),
  });
});

it('an engine that is too old is refused with its version', async () => {
  await using folder = await temporaryFolder();
  const socket = path.join(folder.path, 'old.sock');
  const headers = 'Api-Version: 1.39\r\nServer: Docker/18.09.1 (linux)\r\nContent-Length: 2';
  await using server = createServer((connection) => {
    connection.resume().end(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\nOK`);
  }).listen(socket);
  await once(server, 'listening');
  await expect(connectEngine({ environment: { DOCKER_HOST: `unix://${socket}` } })).rejects.toMatchObject({
    message: expect.stringContaining(`The engine at ${socket} is too old: version 18.09.1, API 1.39.`),
    remedy: 'Update it: Blockyard needs Engine 20.10 (API 1.41) or newer.',
  });
});

it('gives up with the reason of the signal', async () => {
  await using folder = await temporaryFolder();
  const socket = path.join(folder.path, 'silent.sock');
  await using server = createServer().listen(socket);
  await once(server, 'listening');
  const caller = new AbortController();
  const reason = new Error('enough');
  server.once('connection', () => caller.abort(reason));
  const environment = { DOCKER_HOST: `unix://${socket}` };
  await expect(connectEngine({ environment, signal: caller.signal })).rejects.toBe(reason);
});
