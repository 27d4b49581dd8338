import type { BuildRequest } from '../engine.ts';

/** The parameters of `POST /build` that both builders share, and those given. */
export function buildQuery(request: BuildRequest, builder: Record<string, string>): string {
  const query = new URLSearchParams(builder);
  const set = (name: string, value: string | number | undefined) => {
    if (value !== undefined) query.set(name, String(value));
  };
  const setJson = (name: string, value: object | undefined) => {
    if (value !== undefined && Object.keys(value).length > 0) query.set(name, JSON.stringify(value));
  };
  for (const tag of request.tags) query.append('t', tag);
  for (const host of request.extraHosts ?? []) query.append('extrahosts', host);
  setJson('buildargs', request.args);
  setJson('labels', request.labels);
  setJson('cachefrom', request.cacheFrom);
  setJson('ulimits', request.ulimits);
  set('target', request.target);
  set('networkmode', request.network);
  set('platform', request.platforms?.[0]);
  set('shmsize', request.shmSize);
  set('isolation', request.isolation);
  if (request.noCache) query.set('nocache', '1');
  if (request.pull) query.set('pull', '1');
  query.set('rm', '1');
  return query.toString();
}
