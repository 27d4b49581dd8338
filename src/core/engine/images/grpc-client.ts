import { type ClientHttp2Session, connect } from 'node:http2';
import type { Duplex } from 'node:stream';
import { GrpcError, grpcStatus, readFrames, sendFrame } from './grpc-frames.ts';

/** A gRPC client on a socket that is already there. */
export interface GrpcClient {
  /** Sends one message; answers the messages that come back. Throws a `GrpcError`. */
  call(path: string, message: Buffer, signal?: AbortSignal): AsyncGenerator<Buffer>;
  close(): void;
}

export function createGrpcClient(socket: Duplex): GrpcClient {
  const session = connect('http://engine', { createConnection: () => socket });
  session.on('error', () => {});
  return {
    call: (path, message, signal) => call(session, path, message, signal),
    close: () => {
      session.destroy();
      socket.destroy();
    },
  };
}

async function* call(
  session: ClientHttp2Session,
  path: string,
  message: Buffer,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const stream = session.request(
    { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' },
    signal ? { signal } : {},
  );
  let status = grpcStatus.unknown as number;
  let reason = 'the engine ended the call without a word';
  const read = (headers: Record<string, unknown>) => {
    if (headers['grpc-status'] !== undefined) status = Number(headers['grpc-status']);
    if (headers['grpc-message'] !== undefined) reason = decodeMessage(String(headers['grpc-message']));
  };
  // A call without any answer has its status in the first headers.
  stream.on('response', read);
  stream.on('trailers', read);
  await sendFrame(stream, message);
  stream.end();
  yield* readFrames(stream);
  if (status !== 0) throw new GrpcError(status, reason);
}

/** gRPC's percent encoding; what is not, stays. */
function decodeMessage(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
