import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';

/** A socket of this machine that listens. */
export interface Listener {
  protocol: string;
  port: number;
  /** As Linux names it, to find its process; empty elsewhere. */
  inode: string;
}

/** All listening TCP and bound UDP sockets, by Linux's tables; undefined on other systems. */
export async function listeners(): Promise<Listener[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  const tables = await Promise.all(
    ['tcp', 'tcp6', 'udp', 'udp6'].map(async (table) => {
      const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '');
      return parseSockets(text, table.slice(0, 3));
    }),
  );
  return tables.flat();
}

/** Rows of /proc/net/tcp and its like: state 0A listens, an unconnected UDP socket is 07. */
export function parseSockets(table: string, protocol: string): Listener[] {
  return table
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns[3] === (protocol === 'tcp' ? '0A' : '07'))
    .map((columns) => ({
      protocol,
      port: Number.parseInt(columns[1]?.split(':')[1] ?? '', 16),
      inode: columns[9] ?? '',
    }));
}

/** `process nginx (pid 811)`, as far as this user may look into other processes. */
export async function describeProcess({ inode }: Listener): Promise<string> {
  const link = `socket:[${inode}]`;
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors)
      if ((await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')) === link) {
        const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'unknown');
        return `process ${name.trim()} (pid ${pid})`;
      }
  }
  return 'a process of another user';
}

/** Whether a TCP port can be bound right now, where there are no tables to read. */
export async function canBind(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A TCP port that nobody uses, by the system's choice. */
export async function freePort(): Promise<number> {
  const server = createServer();
  return await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
