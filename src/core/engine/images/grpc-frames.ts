import type { Http2Stream } from 'node:http2';

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

/** Writes a message; resolves when there is room for more. */
export function sendFrame(stream: Http2Stream, message: Buffer): Promise<void> {
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
