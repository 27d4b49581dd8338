import type { Duplex } from 'node:stream';

/** An answer whose body is the rest of the connection. */
export interface PlainAnswer {
  status: number;
  /** Whether the other side cuts the body in chunks all the same. */
  chunked: boolean;
  /** The body, once more as it came. */
  body: Duplex;
}

/** Heads of answers are some hundred bytes. */
const longestHead = 64 * 1024;

/**
 * Asks as HTTP/1.0: the body then comes as it is, until the connection is closed. The engine sends each record of a log
 * as a chunk of its own; to take those apart costs Node more than all that is done with the log afterwards.
 */
export async function getPlain(connection: Duplex, path: string): Promise<PlainAnswer> {
  connection.write(`GET ${path} HTTP/1.0\r\nHost: localhost\r\n\r\n`);
  const head = await readHead(connection);
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0);
  return { status, chunked: /^transfer-encoding:.*chunked/im.test(head), body: connection };
}

/** Reads to the blank line and puts back what follows it. */
function readHead(connection: Duplex): Promise<string> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const read = () => {
      for (let chunk = connection.read(); chunk !== null; chunk = connection.read()) {
        bytes = Buffer.concat([bytes, chunk]);
        const end = bytes.indexOf('\r\n\r\n');
        if (end >= 0) {
          settle(() => resolve(bytes.toString('latin1', 0, end)));
          if (bytes.length > end + 4) connection.unshift(bytes.subarray(end + 4));
          return;
        }
        if (bytes.length > longestHead) settle(() => reject(new Error('the answer is not HTTP')));
      }
    };
    const ended = () => settle(() => reject(new Error('the connection was closed before an answer came')));
    const failed = (error: Error) => settle(() => reject(error));
    const settle = (act: () => void) => {
      connection.off('readable', read).off('end', ended).off('close', ended).off('error', failed);
      act();
    };
    connection.on('readable', read).on('end', ended).on('close', ended).on('error', failed);
  });
}
