import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { type Connection, settings } from '../connection.ts';
import type { Credentials } from './credentials.ts';
import { diffCopy, type SyncFolder } from './file-sync.ts';
import { GrpcError, grpcStatus } from './grpc-frames.ts';
import { type GrpcCall, type GrpcHandlers, serveGrpc, unary } from './grpc-server.ts';
import { MessageWriter, readMessage } from './protobuf.ts';

/*
 * BuildKit calls back while it builds: for files, credentials, secrets and the ssh agent. A session is the connection
 * over which it does so; on it, the engine is the client and we are the server.
 */

export interface SessionOffer {
  /** By BuildKit's names: `context`, `dockerfile`. */
  folders: Record<string, SyncFolder>;
  /** By id. Read when a step asks for it. */
  secrets: Map<string, SecretSource>;
  /** Paths of agents' sockets, by id. */
  agents: Map<string, string>;
  credentials(registry: string): Promise<Credentials | undefined>;
}

export type SecretSource = { kind: 'file'; path: string } | { kind: 'value'; value: string };

export interface Session {
  /** For the build request's `session`. */
  readonly id: string;
  close(): void;
}

/** Opens a session; `sharedKey` names what may be compared with the last transfer: the same context, the same key. */
export async function openSession(
  connection: Connection,
  offer: SessionOffer,
  options: { sharedKey: string; signal?: AbortSignal | undefined },
): Promise<Session> {
  const id = randomUUID().replaceAll('-', '');
  const handlers = handlersFor(offer);
  const headers = {
    'X-Docker-Expose-Session-Uuid': id,
    'X-Docker-Expose-Session-Name': 'blockyard',
    'X-Docker-Expose-Session-Sharedkey': options.sharedKey,
    'X-Docker-Expose-Session-Grpc-Method': Object.keys(handlers),
  };
  const socket = await connection.takeOver('open a build session', options.signal, (abortSignal) =>
    connection.upgrade('h2c', {
      method: 'POST',
      path: '/session',
      headers,
      options: settings(abortSignal),
    }),
  );
  const server = serveGrpc(socket, handlers);
  server.on('error', () => {});
  return {
    id,
    close: () => {
      server.destroy();
      socket.destroy();
    },
  };
}

function handlersFor(offer: SessionOffer): GrpcHandlers {
  const handlers: GrpcHandlers = {
    '/grpc.health.v1.Health/Check': unary(() => new MessageWriter().number(1, 1).finish()),
    '/moby.filesync.v1.Auth/Credentials': unary((request) => answerCredentials(offer, request)),
    '/moby.filesync.v1.FileSync/DiffCopy': (call) => syncFolder(offer, call),
  };
  // BuildKit takes what is offered as present, and a step's `required` would never be asked.
  if (offer.secrets.size > 0)
    handlers['/moby.buildkit.secrets.v1.Secrets/GetSecret'] = unary((request) =>
      answerSecret(offer, request),
    );
  if (offer.agents.size > 0) {
    handlers['/moby.sshforward.v1.SSH/CheckAgent'] = unary((request) => {
      agentOf(offer, textField(request, 1));
      return Buffer.alloc(0);
    });
    handlers['/moby.sshforward.v1.SSH/ForwardAgent'] = (call) => forwardAgent(offer, call);
  }
  return handlers;
}

function syncFolder(offer: SessionOffer, call: GrpcCall): Promise<void> {
  const name = call.metadata('dir-name')[0] ?? '';
  const folder = offer.folders[name];
  if (!folder) throw new GrpcError(grpcStatus.notFound, `The build has no folder named ${name}.`);
  return diffCopy(call, folder);
}

async function answerCredentials(offer: SessionOffer, request: Buffer): Promise<Buffer> {
  const found = await offer.credentials(textField(request, 1));
  const answer = new MessageWriter();
  switch (found?.kind) {
    case 'password':
      return answer.bytes(1, found.username).bytes(2, found.password).finish();
    case 'identity-token':
      return answer.bytes(2, found.token).finish();
    default:
      return answer.finish();
  }
}

async function answerSecret(offer: SessionOffer, request: Buffer): Promise<Buffer> {
  const id = textField(request, 1);
  const source = offer.secrets.get(id);
  if (!source) throw new GrpcError(grpcStatus.notFound, `The build has no secret ${id}.`);
  const value = source.kind === 'file' ? await readFile(source.path) : Buffer.from(source.value);
  return new MessageWriter().bytes(1, value).finish();
}

function agentOf(offer: SessionOffer, id: string): string {
  const path = offer.agents.get(id === '' ? 'default' : id);
  if (!path) throw new GrpcError(grpcStatus.notFound, `The build has no ssh agent ${id || 'default'}.`);
  return path;
}

/** Bytes to and from the agent's socket, each message one chunk. */
async function forwardAgent(offer: SessionOffer, call: GrpcCall): Promise<void> {
  const socket: Socket = connect(agentOf(offer, call.metadata('buildkit.ssh.id')[0] ?? ''));
  try {
    await once(socket, 'connect');
    const toAgent = async () => {
      for await (const message of call.messages)
        for (const field of readMessage(message))
          if (field.number === 1 && !socket.write(field.bytes)) await once(socket, 'drain');
      socket.end();
    };
    const fromAgent = async () => {
      for await (const chunk of socket) await call.send(new MessageWriter().bytes(1, chunk).finish());
    };
    await Promise.all([toAgent(), fromAgent()]);
  } finally {
    socket.destroy();
  }
}

function textField(message: Buffer, number: number): string {
  for (const field of readMessage(message)) if (field.number === number) return field.bytes.toString();
  return '';
}
