import { readArchive, statPath, writeArchive } from './archive.ts';
import { attach } from './attach.ts';
import { type CallSettings, type Connection, containerOf, settings } from './connection.ts';
import type { CallOptions, ContainerCalls } from './engine.ts';
import { absent, EngineRefusedError, isNotFound } from './errors.ts';
import { exec, execDetached, execStream } from './exec.ts';
import { apiFilters, named } from './filters.ts';
import type { ImageMap } from './images/index.ts';
import { readLogs } from './logs.ts';
import { readStats, readStatsOnce } from './stats.ts';

export function createContainerCalls(connection: Connection, imageMap: ImageMap): ContainerCalls {
  const { docker } = connection;
  const at = (id: string) => containerOf(connection, id);

  type Action = 'start' | 'stop' | 'kill' | 'restart' | 'pause' | 'unpause' | 'rename';
  /** A call that changes one container and answers nothing. */
  const act = async (id: string, action: Action, options: CallOptions = {}, query?: object) => {
    const container: Record<Action, (options: CallSettings) => Promise<unknown>> = at(id);
    await connection.ask(`${action} the container ${id}`, options.signal, (abortSignal) =>
      container[action](settings(abortSignal, query)),
    );
  };

  const inspect = async (id: string, options: CallOptions = {}) => {
    const details = await connection.ask(`inspect the container ${id}`, options.signal, (abortSignal) =>
      at(id).inspect({ abortSignal }),
    );
    // Podman: a container without a healthcheck has one with an empty status.
    if (details.State.Health?.Status === '') delete details.State.Health;
    return details;
  };

  const hasTty = async (id: string, options?: CallOptions) => (await inspect(id, options)).Config.Tty;

  const wait: ContainerCalls['wait'] = async (id, options = {}) => {
    const { condition } = options;
    const { StatusCode } = await connection.ask(
      `wait for the container ${id}`,
      options.signal,
      (abortSignal) => at(id).wait(settings(abortSignal, { condition })),
    );
    return StatusCode;
  };

  return {
    wait,
    inspect: (id, options) => inspect(id, options).catch(absent),

    async list(filters, options = {}) {
      const query = { all: true, filters: apiFilters(filters) };
      const containers = await connection.ask('list the containers', options.signal, (abortSignal) =>
        docker.listContainers(settings(abortSignal, query)),
      );
      return named(containers, filters, ({ Names }) => Names.map((name) => name.replace(/^\//, '')));
    },

    async create(name, spec, options = {}) {
      const createFrom = async (image: string | undefined) => {
        const query = { name, platform: options.platform };
        const body = image === undefined ? spec : { ...spec, Image: image };
        const { id } = await connection.ask(`create the container ${name}`, options.signal, (abortSignal) =>
          docker.createContainer(settings(abortSignal, query, body)),
        );
        return id;
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
        await connection.ask(doing, options.signal, (abortSignal) =>
          at(id).remove(settings(abortSignal, query)),
        );
      } catch (error) {
        if (isNotFound(error)) return;
        if (!(error instanceof EngineRefusedError && /already in progress/i.test(error.reason))) throw error;
        await wait(id, { signal: options.signal, condition: 'removed' }).catch(absent);
      }
    },

    top: (id, options) =>
      connection.ask(`list the processes of the container ${id}`, options?.signal, (abortSignal) =>
        // Podman would go on for ever.
        at(id).top(settings(abortSignal, { stream: false })),
      ),

    async *logs(id, request, options) {
      for await (const chunks of readLogs(connection, id, await hasTty(id, options), request, options))
        yield* chunks;
    },
    async *logBatches(id, request, options) {
      yield* readLogs(connection, id, await hasTty(id, options), request, options);
    },
    stats: (id, options) => readStats(connection, id, options),
    statsOnce: (id, options) => readStatsOnce(connection, id, options),
    exec: (id, request, options) => exec(connection, id, request, options),
    execStream: (id, request, options) => execStream(connection, id, request, options),
    execDetached: (id, request, options) => execDetached(connection, id, request, options),
    attach: async (id, request, options) =>
      attach(connection, id, await hasTty(id, options), request, options),
    readArchive: (id, path, options) => readArchive(connection, id, path, options),
    writeArchive: (id, folder, archive, options) => writeArchive(connection, id, folder, archive, options),
    statPath: (id, path, options) => statPath(connection, id, path, options),
  };
}
