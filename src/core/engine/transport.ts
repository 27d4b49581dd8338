import type { AgentOptions, ClientRequest, Agent as HttpAgent, RequestOptions } from 'node:http';
import type { Endpoint, TlsFiles } from './endpoint.ts';
import { http } from './http.ts';

/** Opens HTTP requests to one endpoint, over connections that are kept for the next one. */
export interface Transport {
  request(options: RequestOptions): ClientRequest;
  /** Ends the connections, those in use as well. */
  close(): void;
}

/** As many connections as there are calls at a time; idle ones do not keep the process alive. */
const agentOptions: AgentOptions = { keepAlive: true, maxFreeSockets: 32 };

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

function over(agent: HttpAgent, base: RequestOptions): Transport {
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
