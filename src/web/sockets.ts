import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ApiContext, type Core, openConnection, router } from '../core/api/index.ts';
import { protocol, type Refusal } from './gate.ts';

/** Far more than anybody has tabs open; each may hold streams. */
const mostConnections = 32;
/** The largest message is a paste into a terminal: a million characters, and what JSON makes of them. */
const maxPayload = 8 * 2 ** 20;
/** How often each page is asked whether it is still there. One that did not answer by the next time is not. */
const pingMilliseconds = 15_000;
/** A page that has this much unread has stopped reading. */
const mostUnread = 64 * 2 ** 20;

export interface Sockets {
  readonly count: number;
  /** Whether there is room for another one. */
  refused(): Refusal | undefined;
  /** Makes a connection of an upgrade that the gate let pass. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** The WebSockets of the pages, each a client of the core. */
export function openSockets(core: Core): Sockets {
  const handler = new RPCHandler<ApiContext>(router);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload,
    // Else a request and the abort right behind it are handled in one go, and the abort goes unheard.
    allowSynchronousEvents: false,
    handleProtocols: () => protocol,
  });
  const answered = new WeakSet<WebSocket>();

  server.on('connection', (socket) => {
    const connection = openConnection();
    answered.add(socket);
    socket.on('pong', () => answered.add(socket));
    socket.on('close', () => connection.close());
    // What is wrong with it (too large a message, say) also closes it.
    socket.on('error', () => {});
    void handler.upgrade(socket, { context: { core, connection } });
  });

  const watch = setInterval(() => {
    for (const socket of server.clients) {
      if (!answered.delete(socket) || socket.bufferedAmount > mostUnread) socket.terminate();
      else socket.ping();
    }
  }, pingMilliseconds).unref();

  return {
    get count() {
      return server.clients.size;
    },
    refused: () =>
      server.clients.size >= mostConnections
        ? { status: 503, text: `There are ${mostConnections} pages already: close one.` }
        : undefined,
    accept: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request)),
    close: () => {
      clearInterval(watch);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
