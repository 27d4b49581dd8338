import { performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';

/*
 * A gRPC server on a socket that is already there: the engine is the client on a session's connection. It is the
 * framing of gRPC over node:http2, which loads in no time, and nothing else.
 */

/** Status codes of gRPC that we use. */
export const grpcStatus = { unknown: 2, notFound: 5, permissionDenied: 7, unimplemented: 12 } as const;

/** Ends a call with a status other than OK. */
export class GrpcError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** One call of the other side. */
export interface GrpcCall {
  /** All values of a header. */
  metadata(name: string): string[];
  /** What the other side sends, until it is done sending. */
  readonly messages: AsyncIterable<Buffer>;
  /** Resolves when there is room for more. */
  send(message: Buffer): Promise<void>;
}

/** By path: `/moby.filesync.v1.Auth/Credentials`. A call ends when its handler does. */
export type GrpcHandlers = Record<string, (call: GrpcCall) => Promise<void>>;

/** A handler for one message in, one message out. */
export function unary(
  answer: (request: Buffer) => Promise<Buffer> | Buffer,
): (call: GrpcCall) => Promise<void> {
  return async (call) => {
    for await (const request of call.messages) {
      await call.send(await answer(request));
      return;
    }
  };
}

export function serveGrpc(socket: Duplex, handlers: GrpcHandlers): ServerHttp2Session {
  const session = performServerHandshake(socket);
  session.on('stream', (stream, headers, _flags, rawHeaders) => {
    // A call that the other side gave up is not an error of ours.
    stream.on('error', () => {});
    void serve(stream, String(headers[':path']), rawHeaders, handlers);
  });
  return session;
}

async function serve(
  stream: ServerHttp2Stream,
  path: string,
  rawHeaders: readonly string[],
  handlers: GrpcHandlers,
): Promise<void> {
  let trailers: Record<string, string> = { 'grpc-status': '0' };
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  try {
    const handler = handlers[path];
    if (!handler) throw new GrpcError(grpcStatus.unimplemented, `There is no ${path} here.`);
    await handler({
      // Node would join the values of a repeated header, after which nobody can tell them apart.
      metadata: (name) => rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1] === name),
      // A handler may stop listening before the other side stops talking, and still has its answer to send.
      messages: readFrames(stream.iterator({ destroyOnReturn: false })),
      send: (message) => sendFrame(stream, message),
    });
  } catch (thrown) {
    const status = thrown instanceof GrpcError ? thrown.status : grpcStatus.unknown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    trailers = { 'grpc-status': String(status), 'grpc-message': encodeURIComponent(message) };
  }
  if (stream.destroyed) return;
  stream.resume();
  stream.end();
}

function sendFrame(stream: ServerHttp2Stream, message: Buffer): Promise<void> {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  if (stream.destroyed) return Promise.reject(new Error('The other side has left.'));
  if (stream.write(Buffer.concat([header, message]))) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const drained = () => {
      stream.off('close', closed);
      resolve();
    };
    const closed = () => {
      stream.off('drain', drained);
      reject(new Error('The other side has left.'));
    };
    stream.once('drain', drained);
    stream.once('close', closed);
  });
}

/** Cuts the stream into messages: a byte for compression (which we never offer), four for the length, the message. */
export async function* readFrames(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 5) {
      const end = 5 + rest.readUInt32BE(1);
      if (rest.length < end) break;
      yield rest.subarray(5, end);
      rest = rest.subarray(end);
    }
  }
}
