import { readArchive, statPath, writeArchive } from './archive.ts';
import { attach } from './attach.ts';
import type { Connection, EngineRequest } from './connection.ts';
import type { CallOptions, ContainerCalls, ContainerDetails, ContainerSummary } from './engine.ts';
import { absent, EngineRefusedError, isNotFound } from './errors.ts';
import { exec, execStream } from './exec.ts';
import { apiFilters, named } from './filters.ts';
import type { ImageMap } from './images/index.ts';
import { readLogs } from './logs.ts';
import { readStats } from './stats.ts';

export function createContainerCalls(connection: Connection, imageMap: ImageMap): ContainerCalls {
  /** A call that changes one container and answers nothing. */
  const act = (id: string, action: string, options: CallOptions = {}, query?: EngineRequest['query']) =>
    connection.call({
      method: 'POST',
      path: `${at(id)}/${action}`,
      ...(query && { query }),
      doing: `${action} the container ${id}`,
      signal: options.signal,
    });

  const inspect = async (id: string, options: CallOptions = {}) => {
    const details = await connection.call<ContainerDetails>({
      method: 'GET',
      path: `${at(id)}/json`,
      doing: `inspect the container ${id}`,
      signal: options.signal,
    });
    // Podman: a container without a healthcheck has one with an empty status.
    if (details.State.Health?.Status === '') delete details.State.Health;
    return details;
  };

  const hasTty = async (id: string, options?: CallOptions) => (await inspect(id, options)).Config.Tty;

  const wait: ContainerCalls['wait'] = async (id, options = {}) => {
    const { StatusCode } = await connection.call<{ StatusCode: number }>({
      method: 'POST',
      path: `${at(id)}/wait`,
      query: { condition: options.condition },
      doing: `wait for the container ${id}`,
      signal: options.signal,
    });
    return StatusCode;
  };

  return {
    wait,
    inspect: (id, options) => inspect(id, options).catch(absent),

    async list(filters, options = {}) {
      const containers = await connection.call<ContainerSummary[]>({
        method: 'GET',
        path: '/containers/json',
        query: { all: true, filters: apiFilters(filters) },
        doing: 'list the containers',
        signal: options.signal,
      });
      return named(containers, filters, ({ Names }) => Names.map((name) => name.replace(/^\//, '')));
    },

    async create(name, spec, options = {}) {
      const createFrom = async (image: string | undefined) => {
        const { Id } = await connection.call<{ Id: string }>({
          method: 'POST',
          path: '/containers/create',
          query: { name, platform: options.platform },
          body: image === undefined ? spec : { ...spec, Image: image },
          doing: `create the container ${name}`,
          signal: options.signal,
        });
        return Id;
      };
      const mapped = spec.Image && imageMap.apply(spec.Image);
      return createFrom(mapped).catch((thrown) => {
        // What was built here is in no mirror: the engine has it by its own name.
        if (isNotFound(thrown) && mapped !== spec.Image) return createFrom(spec.Image);
        throw thrown;
      });
    },

    start: (id, options) => act(id, 'start', options),
    kill: (id, options = {}) => act(id, 'kill', options, { signal: options.signalName }),
    restart: (id, options = {}) => act(id, 'restart', options, { t: options.graceSeconds }),
    pause: (id, options) => act(id, 'pause', options),
    unpause: (id, options) => act(id, 'unpause', options),
    rename: (id, name, options) => act(id, 'rename', options, { name }),

    async stop(id, options = {}) {
      const { graceSeconds, signalName } = options;
      // Before 1.42 the engine takes no signal here, and ignores it.
      if (signalName === undefined || connection.atLeast('1.42'))
        return act(id, 'stop', options, { t: graceSeconds, signal: signalName });
      await act(id, 'kill', options, { signal: signalName });
      const grace = AbortSignal.timeout((graceSeconds ?? 10) * 1000);
      const signal = options.signal ? AbortSignal.any([options.signal, grace]) : grace;
      await wait(id, { signal }).catch((error) => {
        if (!grace.aborted || options.signal?.aborted) throw error;
      });
      return act(id, 'stop', options, { t: 0 });
    },

    async remove(id, options = {}) {
      const doing = `remove the container ${id}`;
      const query = { force: options.force, v: options.volumes };
      try {
        await connection.call({ method: 'DELETE', path: at(id), query, doing, signal: options.signal });
      } catch (error) {
        if (isNotFound(error)) return;
        if (!(error instanceof EngineRefusedError && /already in progress/i.test(error.reason))) throw error;
        await wait(id, { signal: options.signal, condition: 'removed' }).catch(absent);
      }
    },

    top: (id, options) =>
      connection.call({
        method: 'GET',
        path: `${at(id)}/top`,
        // Podman would go on for ever.
        query: { stream: false },
        doing: `list the processes of the container ${id}`,
        signal: options?.signal,
      }),

    async *logs(id, request, options) {
      for await (const chunks of readLogs(connection, id, await hasTty(id, options), request, options))
        yield* chunks;
    },
    async *logBatches(id, request, options) {
      yield* readLogs(connection, id, await hasTty(id, options), request, options);
    },
    stats: (id, options) => readStats(connection, id, options),
    exec: (id, request, options) => exec(connection, id, request, options),
    execStream: (id, request, options) => execStream(connection, id, request, options),
    attach: async (id, request, options) =>
      attach(connection, id, await hasTty(id, options), request, options),
    readArchive: (id, path, options) => readArchive(connection, id, path, options),
    writeArchive: (id, folder, archive, options) => writeArchive(connection, id, folder, archive, options),
    statPath: (id, path, options) => statPath(connection, id, path, options),
  };
}

function at(id: string): string {
  return `/containers/${encodeURIComponent(id)}`;
}
