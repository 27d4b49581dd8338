import { connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Endpoint } from './endpoint.ts';

/** Makes connections to an endpoint: sockets, or whatever can be read and written like one. */
export async function connectionsTo(endpoint: Endpoint): Promise<() => Duplex> {
  switch (endpoint.kind) {
    case 'socket':
      return () => connect(endpoint.path);
    case 'tcp': {
      const { host, port, tls } = endpoint;
      if (!tls) return () => connect({ host, port });
      const { connect: connectSecurely } = await import('node:tls');
      const { verify = true, ...pems } = tls;
      const servername = isIP(host) ? '' : host;
      return () => connectSecurely({ host, port, servername, ...pems, rejectUnauthorized: verify });
    }
    case 'ssh': {
      const { SshConnection } = await import('./ssh.ts');
      return () => new SshConnection(endpoint);
    }
  }
}
