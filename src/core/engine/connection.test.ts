import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Connection, compareVersions, settings } from './connection.ts';

let folder: string;
let server: Server;
let connection: Connection;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-connection-'));
});
afterEach(async () => {
  connection.close();
  server.close();
  await rm(folder, { recursive: true });
});

async function connectTo(answer: RequestListener): Promise<void> {
  const path =
    process.platform === 'win32' ? `\\\\.\\pipe\\${folder.split('\\').at(-1)}` : join(folder, 'engine.sock');
  server = createServer(answer).listen(path);
  connection = await Connection.to({ kind: 'socket', path });
  connection.speak('1.45');
}

it('an answer that breaks off is an error, and not waited for', async () => {
  await connectTo((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write('{"StatusCode":', () => response.destroy());
  });
  const waiting = connection.ask('wait for it', undefined, (abortSignal) =>
    connection.docker.getContainer('one').wait(settings(abortSignal)),
  );
  await expect(waiting).rejects.toMatchObject({
    code: 'engine-unreachable',
    message: expect.stringMatching(/^Could not wait for it: the engine at .* closed the connection\.$/),
  });
});

it('a read is asked again when the kept connection was just closed, a change is not', async () => {
  const asked: string[] = [];
  await connectTo((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    // Every connection does for one request: the second one finds it closed.
    if (response.socket?.listenerCount('bytest')) response.socket.destroy();
    else response.end('[]');
    response.socket?.on('bytest', () => {});
  });
  const list = () =>
    connection.ask('list', undefined, (abortSignal) =>
      connection.docker.listNetworks(settings(abortSignal, { filters: { name: ['a b'] } })),
    );
  expect(await list()).toEqual([]);
  expect(await list()).toEqual([]);
  const address = '/v1.45/networks?filters=%7B%22name%22%3A%5B%22a%20b%22%5D%7D';
  expect(asked).toEqual([`GET ${address}`, `GET ${address}`, `GET ${address}`]);
  const starting = connection.ask('start it', undefined, (abortSignal) =>
    connection.docker.getContainer('one').start(settings(abortSignal)),
  );
  await expect(starting).rejects.toMatchObject({ code: 'engine-unreachable' });
  expect(asked.slice(3)).toEqual(['POST /v1.45/containers/one/start?']);
});

it('a specification goes into the body alone, and what is undefined goes nowhere', async () => {
  const asked: unknown[] = [];
  await connectTo(async (request, response) => {
    asked.push([request.url, JSON.parse(await text(request))]);
    response.writeHead(201).end('{"Id":"1f"}');
  });
  await connection.ask('create it', undefined, (abortSignal) =>
    connection.docker.createContainer(
      settings(abortSignal, { name: 'one', platform: undefined }, { Image: 'debian' }),
    ),
  );
  expect(asked).toEqual([['/v1.45/containers/create?name=one', { Image: 'debian' }]]);
});

it('the words of a refusal are those of the engine, of calls and of streams', async () => {
  await connectTo((_request, response) => {
    response
      .writeHead(409, { 'Content-Type': 'application/json' })
      .end('{"message":"no - not at all","cause":"x"}');
  });
  const refusal = { status: 409, reason: 'no - not at all' };
  const { docker } = connection;
  await expect(
    connection.ask('call', undefined, (abortSignal) => docker.getContainer('one').inspect({ abortSignal })),
  ).rejects.toMatchObject(refusal);
  await expect(
    connection.open('listen', undefined, (abortSignal) => docker.getEvents(settings(abortSignal))),
  ).rejects.toMatchObject(refusal);
});

it('an engine in the environment is not looked at', async () => {
  process.env['DOCKER_HOST'] = 'tcp://not an address';
  try {
    await connectTo((_request, response) => response.end('OK'));
    await connection.ask('ping', undefined, () => connection.docker.ping());
    expect(process.env['DOCKER_HOST']).toBe('tcp://not an address');
  } finally {
    delete process.env['DOCKER_HOST'];
  }
});

it('versions are compared part by part', () => {
  expect(['1.9', '1.41', '1.5', '1.41.1'].sort(compareVersions)).toEqual(['1.5', '1.9', '1.41', '1.41.1']);
});
