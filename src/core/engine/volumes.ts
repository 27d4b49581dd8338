import { type Connection, settings } from './connection.ts';
import type { VolumeCalls } from './engine.ts';
import { absent } from './errors.ts';
import { apiFilters, named } from './filters.ts';

export function createVolumeCalls(connection: Connection): VolumeCalls {
  const { docker } = connection;
  return {
    async list(filters, options) {
      const { Volumes } = await connection.ask('list the volumes', options?.signal, (abortSignal) =>
        docker.listVolumes(settings(abortSignal, { filters: apiFilters(filters) })),
      );
      return named(Volumes ?? [], filters, (volume) => [volume.Name]);
    },
    inspect: (name, options) =>
      connection
        .ask(`inspect the volume ${name}`, options?.signal, (abortSignal) =>
          docker.getVolume(encodeURIComponent(name)).inspect({ abortSignal }),
        )
        .catch(absent),
    async create(name, spec, options) {
      await connection.ask(`create the volume ${name}`, options?.signal, (abortSignal) =>
        docker.createVolume(settings(abortSignal, {}, { ...spec, Name: name })),
      );
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
