import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { describeProcess, listeners, parseSockets } from './host-sockets.ts';

describe('sockets of this machine', () => {
  it('are read from the tables of Linux', () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 0000 100 0 0 10 0
   1: 0100007F:1F91 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 12346 1 0000 100 0 0 10 0
`;
    expect(parseSockets(table, 'tcp')).toEqual([{ protocol: 'tcp', port: 8080, inode: '12345' }]);
  });

  it.runIf(process.platform === 'linux')('lead to the process that holds them', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const found = (await listeners())?.find((socket) => socket.port === port);
    const holder = found && (await describeProcess(found));
    server.close();
    expect(holder).toMatch(new RegExp(`^process \\S.* \\(pid ${process.pid}\\)$`));
  });
});
