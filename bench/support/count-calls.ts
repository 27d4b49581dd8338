import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

/**
 * Counts the requests that reach the engine, by a socket of its own in between. `prepare` opens whatever connects;
 * only what the work that it answers does is counted.
 */
export async function countCalls(
  socket: string,
  prepare: (socket: string) => Promise<() => Promise<unknown>>,
): Promise<string[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bybench-count-'));
  const between = path.join(folder, 'engine.sock');
  let calls: string[] = [];
  const server = http.createServer((request, response) => {
    calls.push(`${request.method} ${request.url?.replace(/\?.*/, '')}`);
    const onward = http.request(
      { socketPath: socket, method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(between, resolve));
  try {
    const work = await prepare(between);
    calls = [];
    const close = await work();
    const counted = [...calls];
    if (typeof close === 'function') await close();
    return counted;
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
