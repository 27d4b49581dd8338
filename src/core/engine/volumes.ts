import { type Connection, settings } from './connection.ts';
import type { CallOptions, VolumeCalls } from './engine.ts';
import { absent } from './errors.ts';
import { apiFilters, named } from './filters.ts';

export function createVolumeCalls(connection: Connection): VolumeCalls {
  const { docker } = connection;
  const inspect = (name: string, doing: string, options?: CallOptions) =>
    connection.ask(doing, options?.signal, (abortSignal) =>
      docker.getVolume(encodeURIComponent(name)).inspect({ abortSignal }),
    );
  return {
    async list(filters, options) {
      const { Volumes } = await connection.ask('list the volumes', options?.signal, (abortSignal) =>
        docker.listVolumes(settings(abortSignal, { filters: apiFilters(filters) })),
      );
      return named(Volumes ?? [], filters, (volume) => [volume.Name]);
    },
    inspect: (name, options) => inspect(name, `inspect the volume ${name}`, options).catch(absent),
    async create(name, spec, options) {
      const doing = `create the volume ${name}`;
      await connection.ask(doing, options?.signal, (abortSignal) =>
        docker.createVolume(settings(abortSignal, {}, { ...spec, Name: name })),
      );
      // dockerode answers the name alone.
      return inspect(name, doing, options);
    },
    async remove(name, options) {
      const path = `/volumes/${encodeURIComponent(name)}?`;
      await connection
        .ask(`remove the volume ${name}`, options?.signal, (abortSignal) =>
          // dockerode's own does not send `force`.
          connection.dial({
            method: 'DELETE',
            path,
            options: settings(abortSignal, { force: options?.force }),
          }),
        )
        .catch(absent);
    },
  };
}
