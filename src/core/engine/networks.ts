import { type Connection, settings } from './connection.ts';
import type { NetworkCalls } from './engine.ts';
import { absent } from './errors.ts';
import { apiFilters, named } from './filters.ts';

export function createNetworkCalls(connection: Connection): NetworkCalls {
  const { docker } = connection;
  const at = (name: string) => docker.getNetwork(encodeURIComponent(name));
  return {
    async list(filters, options) {
      const networks = await connection.ask('list the networks', options?.signal, (abortSignal) =>
        docker.listNetworks(settings(abortSignal, { filters: apiFilters(filters) })),
      );
      return named(networks, filters, (network) => [network.Name]);
    },
    inspect: (name, options) =>
      connection.ask(`inspect the network ${name}`, options?.signal, () => at(name).inspect()).catch(absent),
    async create(name, spec, options) {
      // Old engines make a second network of the same name unless told not to.
      const body = { ...spec, Name: name, CheckDuplicate: true };
      const { id } = await connection.ask(`create the network ${name}`, options?.signal, (abortSignal) =>
        docker.createNetwork({ ...body, ...settings(abortSignal, {}, body) }),
      );
      return id;
    },
    async connect(network, container, endpoint, options) {
      const doing = `connect the container ${container} to the network ${network}`;
      const body = { Container: container, EndpointConfig: endpoint };
      await connection.ask(doing, options?.signal, (abortSignal) =>
        at(network).connect({ ...body, ...settings(abortSignal, {}, body) }),
      );
    },
    async disconnect(network, container, options) {
      const doing = `disconnect the container ${container} from the network ${network}`;
      const body = { Container: container, Force: options?.force ?? false };
      await connection.ask(doing, options?.signal, (abortSignal) =>
        at(network).disconnect(settings(abortSignal, {}, body)),
      );
    },
    async remove(name, options) {
      await connection
        .ask(`remove the network ${name}`, options?.signal, (abortSignal) =>
          at(name).remove(settings(abortSignal)),
        )
        .catch(absent);
    },
  };
}
