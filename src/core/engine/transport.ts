import http from 'node:http';
import type { Endpoint, TlsFiles } from './endpoint.ts';

/** Opens HTTP requests to one endpoint, over connections that are kept for the next one. */
export interface Transport {
  request(options: http.RequestOptions): http.ClientRequest;
  /** Ends all connections, those in use as well. */
  close(): void;
}

/** Enough for any burst of calls; idle ones do not keep the process alive. */
const agentOptions: http.AgentOptions = { keepAlive: true, maxFreeSockets: 16 };

export async function createTransport(endpoint: Endpoint): Promise<Transport> {
  switch (endpoint.kind) {
    case 'socket':
      return over(new http.Agent(agentOptions), { socketPath: endpoint.path, host: 'localhost' });
    case 'tcp': {
      const address = { host: endpoint.host, port: endpoint.port };
      return endpoint.tls ? secure(address, endpoint.tls) : over(new http.Agent(agentOptions), address);
    }
    case 'ssh': {
      const { SshAgent } = await import('./ssh.ts');
      return over(new SshAgent(endpoint, agentOptions), { host: 'localhost' });
    }
  }
}

function over(agent: http.Agent, base: http.RequestOptions): Transport {
  return {
    request: (options) => http.request({ ...base, ...options, agent }),
    close: () => agent.destroy(),
  };
}

async function secure(address: { host: string; port: number }, tls: TlsFiles): Promise<Transport> {
  const { default: https } = await import('node:https');
  const { verify = true, ...pems } = tls;
  const agent = new https.Agent({ ...agentOptions, ...pems, rejectUnauthorized: verify });
  return {
    request: (options) => https.request({ ...address, ...options, agent }),
    close: () => agent.destroy(),
  };
}
