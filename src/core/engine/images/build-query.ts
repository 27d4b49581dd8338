import type { BuildRequest } from '../engine.ts';

/** The parameters of `POST /build` that both builders share, and those given. */
export function buildQuery(request: BuildRequest, builder: Record<string, string>): Record<string, unknown> {
  return {
    ...builder,
    t: request.tags,
    extrahosts: request.extraHosts,
    buildargs: notEmpty(request.args),
    labels: notEmpty(request.labels),
    cachefrom: asJson(request.cacheFrom),
    ulimits: asJson(request.ulimits),
    target: request.target,
    networkmode: request.network,
    platform: request.platforms?.[0],
    shmsize: request.shmSize,
    isolation: request.isolation,
    nocache: request.noCache || undefined,
    pull: request.pull || undefined,
    rm: true,
    forcerm: true,
  };
}

function notEmpty(entries: Record<string, string> = {}): Record<string, string> | undefined {
  return Object.keys(entries).length > 0 ? entries : undefined;
}

/** A list in one parameter; otherwise there would be one for each of its entries. */
function asJson(list: unknown[] = []): string | undefined {
  return list.length > 0 ? JSON.stringify(list) : undefined;
}
