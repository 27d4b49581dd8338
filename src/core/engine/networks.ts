import type { Connection } from './connection.ts';
import type { NetworkCalls, NetworkSummary } from './engine.ts';
import { absent } from './errors.ts';
import { apiFilters, named } from './filters.ts';

export function createNetworkCalls(connection: Connection): NetworkCalls {
  const at = (name: string) => `/networks/${encodeURIComponent(name)}`;
  return {
    async list(filters, options) {
      const networks = await connection.call<NetworkSummary[]>({
        method: 'GET',
        path: '/networks',
        query: { filters: apiFilters(filters) },
        doing: 'list the networks',
        signal: options?.signal,
      });
      return named(networks, filters, (network) => [network.Name]);
    },
    inspect: (name, options) =>
      connection
        .call<NetworkSummary>({
          method: 'GET',
          path: at(name),
          doing: `inspect the network ${name}`,
          signal: options?.signal,
        })
        .catch(absent),
    async create(name, spec, options) {
      const { Id } = await connection.call<{ Id: string }>({
        method: 'POST',
        path: '/networks/create',
        // Old engines make a second network of the same name unless told not to.
        body: { ...spec, Name: name, CheckDuplicate: true },
        doing: `create the network ${name}`,
        signal: options?.signal,
      });
      return Id;
    },
    connect: (network, container, endpoint, options) =>
      connection.call({
        method: 'POST',
        path: `${at(network)}/connect`,
        body: { Container: container, EndpointConfig: endpoint },
        doing: `connect the container ${container} to the network ${network}`,
        signal: options?.signal,
      }),
    disconnect: (network, container, options) =>
      connection.call({
        method: 'POST',
        path: `${at(network)}/disconnect`,
        body: { Container: container, Force: options?.force ?? false },
        doing: `disconnect the container ${container} from the network ${network}`,
        signal: options?.signal,
      }),
    async remove(name, options) {
      await connection
        .call({
          method: 'DELETE',
          path: at(name),
          doing: `remove the network ${name}`,
          signal: options?.signal,
        })
        .catch(absent);
    },
  };
}
