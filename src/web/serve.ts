import { randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Core } from '../core/api/index.ts';
import { readPageFile } from '../core/page/index.ts';
import { Compressor } from './compressor.ts';
import { CannotListen, NoSuchPort } from './errors.ts';
import { Gate, pathOf, type Refusal } from './gate.ts';
import { openSockets } from './sockets.ts';
import { Tickets } from './tickets.ts';

export interface ServeOptions {
  /** Default 0: one that is free. */
  port?: number | undefined;
  /** The folder of the built page, see `findPage`. */
  page: string;
}

export interface BrowserServer extends AsyncDisposable {
  /** What a browser is opened at, with the token in its fragment: for the user's eyes only. */
  readonly url: string;
  /** Leads there once, within a minute: for programs' arguments, which other users of the machine can read. */
  ticketUrl(): string;
  readonly port: number;
  /** How many pages are connected. */
  readonly connections: number;
}

/**
 * Serves the page and the core to browsers of this machine, until it is disposed; that ends all connections.
 * @throws {CannotListen} when the port is taken; {NoSuchPort}
 */
export async function serveBrowser(core: Core, options: ServeOptions): Promise<BrowserServer> {
  const token = randomBytes(32).toString('base64url');
  const server = createServer({ requestTimeout: 30_000 });
  const port = await listen(server, options.port ?? 0);
  const gate = new Gate(port, token);
  const tickets = new Tickets();
  const compressor = new Compressor();
  const base = `http://127.0.0.1:${port}`;
  const url = `${base}/#token=${token}`;
  const sockets = openSockets(core);
  const site = { gate, tickets, compressor, sockets, page: options.page, url };

  server.on('request', (request, response) => {
    answer(request, response, site).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    const refusal = gate.refused(request) ?? sockets.refused();
    if (refusal) refuse(socket, refusal);
    else sockets.accept(request, socket, head);
  });

  return {
    url,
    ticketUrl: () => base + tickets.issue(),
    port,
    get connections() {
      return sockets.count;
    },
    [Symbol.asyncDispose]: async () => {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  if (port > 65_535) throw new NoSuchPort(port);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new CannotListen(port, error)));
    server.listen({ host: '127.0.0.1', port }, () => resolve((server.address() as AddressInfo).port));
  });
}

interface Site {
  gate: Gate;
  tickets: Tickets;
  compressor: Compressor;
  sockets: ReturnType<typeof openSockets>;
  page: string;
  url: string;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { gate, tickets, compressor, sockets, page, url }: Site,
): Promise<void> {
  const say = (status: number, text: string, headers = {}) =>
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${text}\n`);

  const wrongHost = gate.refusedHost(request);
  if (wrongHost) return void say(wrongHost.status, wrongHost.text);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return void say(405, 'This is only read.', { allow: 'GET, HEAD' });
  const path = pathOf(request);
  if (path === '/core') {
    // A page is not told why its WebSocket was refused: that there are too many, it learns here.
    const full = sockets.refused();
    return void say(full?.status ?? 426, full?.text ?? 'The core speaks over a WebSocket.', {
      upgrade: 'websocket',
    });
  }
  if (request.method === 'GET' && tickets.redeem(path))
    return void say(303, 'The workbench is here now.', { location: url, 'cache-control': 'no-store' });
  const found = await readPageFile(page, path);
  if (!found) return void say(404, 'There is no such page.');
  const file = await compressor.encode(path, found, request.headers['accept-encoding']?.toString());
  response.writeHead(200, { ...file.headers, 'content-length': file.body.length });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

function refuse(socket: Duplex, { status, text }: Refusal): void {
  // Whoever leaves before the answer has come needs none.
  socket.on('error', () => socket.destroy());
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
