import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Core } from '../core/api/index.ts';
import { type BrowserServer, findPage, serveBrowser } from './index.ts';
import { testCore } from './test-core.ts';

let core: Core;
let server: BrowserServer;
let folder: string;
let page: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bytest-serve-'));
  page = path.join(folder, 'page');
  await mkdir(path.join(page, 'assets'), { recursive: true });
  await writeFile(path.join(page, 'index.html'), '<!doctype html><title>Blockyard</title>');
  await writeFile(path.join(page, 'assets', 'index-1a2b.js'), 'export {};');
  await writeFile(path.join(folder, 'secret.html'), 'secret');
  core = await testCore();
  server = await serveBrowser(core, { page });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await core[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const token = () => new URL(server.url).hash.slice('#token='.length);
const host = () => `127.0.0.1:${server.port}`;

interface Attempt {
  host?: string;
  origin?: string | undefined;
  protocols?: string[];
  path?: string;
}

/** Tries to connect as a browser would; answers `101`, or the status and text of the refusal. */
async function attempt(given: Attempt = {}): Promise<string> {
  const origin = 'origin' in given ? given.origin : `http://${host()}`;
  const socket = new WebSocket(
    `ws://${host()}${given.path ?? '/core'}`,
    given.protocols ?? ['blockyard', `token.${token()}`],
    { headers: { Host: given.host ?? host() }, ...(origin !== undefined && { origin }) },
  );
  socket.on('error', () => {});
  const answer = await Promise.race([
    once(socket, 'open').then(() => '101'),
    once(socket, 'unexpected-response').then(async ([, response]) => {
      const { statusCode } = response as IncomingMessage;
      return `${statusCode} ${await textOf(response as IncomingMessage)}`;
    }),
  ]);
  socket.terminate();
  return answer;
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of message) text += piece;
  return text.trim();
}

/** A plain request with a path as it is written, which `fetch` would tidy up. */
async function get(place: string, headers: Record<string, string> = {}, method = 'GET') {
  const asked = request({
    host: '127.0.0.1',
    port: server.port,
    path: place,
    headers,
    method,
    agent: false,
  }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, text: await textOf(response) };
}

describe('the gate', () => {
  test('lets the page of this address in, by whichever name of this machine', async () => {
    expect(await attempt()).toBe('101');
    for (const name of ['localhost', '[::1]', 'LOCALHOST']) {
      const own = `${name}:${server.port}`;
      expect(await attempt({ host: own, origin: `http://${own.toLowerCase()}` })).toBe('101');
    }
  });

  test.each([
    ['a name that was turned to here (DNS rebinding)', 'evil.example'],
    ['a name with our port', 'evil.example:PORT'],
    ['a name that begins like ours', '127.0.0.1.evil.example:PORT'],
    ['another port', '127.0.0.1:1'],
    ['no port', '127.0.0.1'],
    ['a user part', 'localhost:PORT@evil.example'],
  ])('refuses %s as the host, for the socket and for the page', async (_what, name) => {
    const named = name.replace('PORT', String(server.port));
    const answer = 'Open this by 127.0.0.1 or localhost.';
    expect(await attempt({ host: named, origin: `http://${named}` })).toBe(`421 ${answer}`);
    expect(await get('/', { host: named })).toMatchObject({ status: 421, text: answer });
  });

  test.each([
    ['another site', 'https://evil.example'],
    ['another port of this machine', 'http://127.0.0.1:1'],
    ['a page from a file or a sandbox', 'null'],
    ['https at our address', 'https://127.0.0.1:PORT'],
    ['a name that begins like ours', 'http://127.0.0.1:PORT.evil.example'],
    ['an empty one', ''],
    ['none at all', undefined],
  ])('refuses %s as the origin', async (_what, origin) => {
    const named = origin?.replace('PORT', String(server.port));
    expect(await attempt({ origin: named })).toBe('403 Only the page of this address may connect.');
  });

  test.each([
    ['no token', ['blockyard']],
    ['no protocol of ours', ['token.TOKEN']],
    ['an empty token', ['blockyard', 'token.']],
    ['a wrong token of the same length', ['blockyard', `token.${'A'.repeat(43)}`]],
    ['a token that goes on', ['blockyard', 'token.TOKENx']],
    ['a token cut short', ['blockyard', 'token.CUT']],
    ['a wrong token before the right one', ['blockyard', 'token.wrong', 'token.TOKEN']],
  ])('refuses %s', async (_what, protocols) => {
    const named = protocols.map((name) =>
      name.replace('TOKEN', token()).replace('CUT', token().slice(0, -1)),
    );
    expect(await attempt({ protocols: named })).toBe('401 The key is missing or was of an earlier start.');
  });

  test('does not take the token from the address, nor connect anywhere but at /core', async () => {
    const protocols = ['blockyard'];
    expect(await attempt({ protocols, path: `/core?token=${token()}` })).toMatch(/^401 /);
    expect(await attempt({ path: '/' })).toBe('404 The core is at /core.');
    expect(await attempt({ path: '/core/..' })).toMatch(/^404 /);
  });

  test('names the protocol and never the token in what it answers', async () => {
    const socket = new WebSocket(`ws://${host()}/core`, ['blockyard', `token.${token()}`], {
      origin: `http://${host()}`,
    });
    const [response] = (await once(socket, 'upgrade')) as [IncomingMessage];
    expect(response.headers['sec-websocket-protocol']).toBe('blockyard');
    expect(JSON.stringify(response.rawHeaders)).not.toContain(token());
    socket.terminate();
  });

  test('each start has a token of its own, of 256 bits', async () => {
    await using other = await serveBrowser(core, { page });
    expect(token()).toMatch(/^[\w-]{43}$/);
    expect(new URL(other.url).hash).not.toBe(new URL(server.url).hash);
  });
});

describe('a ticket', () => {
  test('leads to the address with the token, once, and is not kept', async () => {
    const ticket = new URL(server.ticketUrl());
    expect(ticket.href).not.toContain(token());
    expect(await get(ticket.pathname, {}, 'HEAD')).toMatchObject({ status: 404 });
    expect(await get(ticket.pathname)).toMatchObject({
      status: 303,
      headers: { location: server.url, 'cache-control': 'no-store' },
      text: 'The workbench is here now.',
    });
    expect(await get(ticket.pathname)).toMatchObject({ status: 404 });
  });

  test('is not guessed, and not taken from another host', async () => {
    expect(await get('/open/')).toMatchObject({ status: 404 });
    const ticket = new URL(server.ticketUrl()).pathname;
    expect(await get(ticket, { host: 'evil.example' })).toMatchObject({ status: 421 });
    expect(await get(ticket)).toMatchObject({ status: 303 });
  });
});

describe('the page', () => {
  test('is served with its policy, its entry never from a cache', async () => {
    const { status, headers, text } = await get('/');
    expect(status).toBe(200);
    expect(text).toContain('<title>Blockyard</title>');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('set-cookie');
    expect((await get('/assets/index-1a2b.js')).headers['cache-control']).toBe('max-age=31536000, immutable');
  });

  test('comes compressed to whoever takes it so, and is the same then', async () => {
    const script = `export const text = '${'blockyard '.repeat(1_000)}';`;
    await writeFile(path.join(page, 'assets', 'large-3c4d.js'), script);
    const plain = await get('/assets/large-3c4d.js');
    expect(plain).toMatchObject({ text: script, headers: { vary: 'accept-encoding' } });
    for (let times = 0; times < 2; times++) {
      const packed = await fetch(`http://${host()}/assets/large-3c4d.js`);
      expect(packed.headers.get('content-encoding')).toBe('gzip');
      expect(Number(packed.headers.get('content-length'))).toBeLessThan(500);
      expect(await packed.text()).toBe(script);
    }
    // What is in one packet anyway stays as it is.
    expect((await fetch(`http://${host()}/`)).headers.get('content-encoding')).toBeNull();
  });

  test('is only read, and is headed alike', async () => {
    expect(await get('/', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await get('/', {}, 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  test.each([
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/assets/..%2f..%2fsecret.html',
    '//etc/passwd',
    '/nothing',
  ])('has no file %s', async (place) => {
    expect(await get(place)).toMatchObject({ status: 404, text: 'There is no such page.' });
  });

  test('is not the core: a plain request for it is told so', async () => {
    expect(await get('/core')).toMatchObject({ status: 426, text: 'The core speaks over a WebSocket.' });
  });

  test('is where BLOCKYARD_PAGE says; where it is not built, that is said with what to do', () => {
    expect(findPage({ BLOCKYARD_PAGE: page })).toBe(page);
    expect(() => findPage({ BLOCKYARD_PAGE: folder })).toThrow(
      expect.objectContaining({
        code: 'file-not-found',
        message: `The workbench's page is not built: there is no index.html in ${folder}.`,
        remedy: expect.any(String),
      }),
    );
  });
});

describe('bounds', () => {
  const open = async () => {
    const socket = new WebSocket(`ws://${host()}/core`, ['blockyard', `token.${token()}`], {
      origin: `http://${host()}`,
    });
    await once(socket, 'open');
    return socket;
  };

  test('a message beyond 8 MiB ends its connection and no other', async () => {
    const [large, other] = [await open(), await open()];
    large.send('x'.repeat(8 * 2 ** 20 + 1));
    const [code] = await once(large, 'close');
    expect(code).toBe(1009);
    expect(other.readyState).toBe(WebSocket.OPEN);
    other.terminate();
    await vi.waitFor(() => expect(server.connections).toBe(0));
  });

  test('a message that is none ends nothing', async () => {
    const socket = await open();
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const message of ['', 'nonsense', '{}', '[]', 'null', '{"i":"1","p":{}}', Buffer.from([0xff, 0])])
      socket.send(message);
    socket.ping();
    await once(socket, 'pong');
    expect(await attempt()).toBe('101');
    said.mockRestore();
    socket.terminate();
  });

  test('the 33rd page is refused until another one closes', async () => {
    await vi.waitFor(() => expect(server.connections).toBe(0));
    const sockets = await Promise.all(Array.from({ length: 32 }, open));
    expect(await attempt()).toBe('503 There are 32 pages already: close one.');
    expect((await fetch(new URL('/core', server.url), { method: 'HEAD' })).status).toBe(503);
    sockets.pop()?.terminate();
    await vi.waitFor(() => expect(server.connections).toBe(31));
    expect(await attempt()).toBe('101');
    for (const socket of sockets) socket.terminate();
  });

  test('whoever leaves in the middle of an upgrade does no harm', async () => {
    const raw = connect(server.port, '127.0.0.1');
    raw.write(
      'GET /core HTTP/1.1\r\nHost: evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    );
    raw.destroy();
    expect(await attempt()).toBe('101');
  });
});

test('a port that is taken is said, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(serveBrowser(core, { page, port })).rejects.toMatchObject({
    code: 'port-taken',
    message: `Port ${port} is in use by another program.`,
    remedy: expect.stringContaining('--port'),
  });
  other.close();
});

test('the end of the server ends its connections and frees its port', async () => {
  const second = await serveBrowser(core, { page });
  const { origin, hash } = new URL(second.url);
  const socket = new WebSocket(
    `${origin.replace('http', 'ws')}/core`,
    ['blockyard', `token.${hash.slice(7)}`],
    {
      origin,
    },
  );
  await once(socket, 'open');
  const closed = once(socket, 'close');
  await second[Symbol.asyncDispose]();
  await closed;
  await using third = await serveBrowser(core, { page, port: second.port });
  expect(third.port).toBe(second.port);
});
