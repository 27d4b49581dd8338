import type { AgentOptions, ClientRequest, Agent as HttpAgent, RequestOptions } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Endpoint, TlsFiles } from './endpoint.ts';
import { http } from './http.ts';

/** Opens HTTP requests to one endpoint, over connections that are kept for the next one. */
export interface Transport {
  request(options: RequestOptions): ClientRequest;
  /** A connection of the caller's own, to speak over as it likes. */
  connect(): Duplex;
  /** Ends the connections, those in use as well. */
  close(): void;
}

/** As many connections as there are calls at a time; idle ones do not keep the process alive. */
const agentOptions: AgentOptions = { keepAlive: true, maxFreeSockets: 32 };

export async function createTransport(endpoint: Endpoint): Promise<Transport> {
  switch (endpoint.kind) {
    case 'socket':
      return over(new http.Agent(agentOptions), { socketPath: endpoint.path, host: 'localhost' }, () =>
        connect(endpoint.path),
      );
    case 'tcp': {
      const address = { host: endpoint.host, port: endpoint.port };
      if (endpoint.tls) return secure(address, endpoint.tls);
      return over(new http.Agent(agentOptions), address, () => connect(address));
    }
    case 'ssh': {
      const { SshAgent } = await import('./ssh.ts');
      const agent = new SshAgent(endpoint, agentOptions);
      return over(agent, { host: 'localhost' }, () => agent.createConnection());
    }
  }
}

function over(agent: HttpAgent, base: RequestOptions, connectTo: () => Duplex): Transport {
  return {
    request: (options) => http.request({ ...base, ...options, agent }),
    connect: connectTo,
    close: () => agent.destroy(),
  };
}

async function secure(address: { host: string; port: number }, tls: TlsFiles): Promise<Transport> {
  const { default: https } = await import('node:https');
  const { connect: connectSecurely } = await import('node:tls');
  const { verify = true, ...pems } = tls;
  const agent = new https.Agent({ ...agentOptions, ...pems, rejectUnauthorized: verify });
  return {
    request: (options) => https.request({ ...address, ...options, agent }),
    connect: () => connectSecurely({ ...address, ...pems, rejectUnauthorized: verify }),
    close: () => agent.destroy(),
  };
}
