import type { Connection } from './connection.ts';
import type { VolumeCalls, VolumeSummary } from './engine.ts';
import { absent } from './errors.ts';
import { apiFilters, named } from './filters.ts';

export function createVolumeCalls(connection: Connection): VolumeCalls {
  const at = (name: string) => `/volumes/${encodeURIComponent(name)}`;
  return {
    async list(filters, options) {
      const { Volumes } = await connection.call<{ Volumes: VolumeSummary[] | null }>({
        method: 'GET',
        path: '/volumes',
        query: { filters: apiFilters(filters) },
        doing: 'list the volumes',
        signal: options?.signal,
      });
      return named(Volumes ?? [], filters, (volume) => [volume.Name]);
    },
    inspect: (name, options) =>
      connection
        .call<VolumeSummary>({
          method: 'GET',
          path: at(name),
          doing: `inspect the volume ${name}`,
          signal: options?.signal,
        })
        .catch(absent),
    create: (name, spec, options) =>
      connection.call<VolumeSummary>({
        method: 'POST',
        path: '/volumes/create',
        body: { ...spec, Name: name },
        doing: `create the volume ${name}`,
        signal: options?.signal,
      }),
    async remove(name, options) {
      await connection
        .call({
          method: 'DELETE',
          path: at(name),
          query: { force: options?.force },
          doing: `remove the volume ${name}`,
          signal: options?.signal,
        })
        .catch(absent);
    },
  };
}
