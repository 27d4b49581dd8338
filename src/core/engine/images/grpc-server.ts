import { performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { GrpcError, grpcStatus, readFrames, sendFrame } from './grpc-frames.ts';

/*
 * A gRPC server on a socket that is already there: the engine is the client on a session's connection. It is the
 * framing of gRPC over node:http2, which loads in no time, and nothing else.
 */

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
  // Several senders may wait for room at the same time.
  stream.setMaxListeners(0);
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
