import type { IncomingMessage } from 'node:http';
import { BlockyardError } from '../../shared/index.ts';
import type { Candidate } from './candidates.ts';
import { Connection, compareVersions, settings } from './connection.ts';
import { describeEndpoint, type Endpoint, withoutSecrets } from './endpoint.ts';
import type { EngineInfo } from './engine.ts';

/** The oldest API that we work with: Engine 20.10. */
const oldestApi = '1.41';
/** The newest API that we know the shapes of; newer engines speak it as well. */
const newestApi = '1.48';

/** Milliseconds until a place counts as not answering. */
const patience = { socket: 5_000, tcp: 10_000, ssh: 20_000 };

export interface Probed {
  info: EngineInfo;
  connection: Connection;
}

/** Asks who is there, in one round trip, and keeps the connection. */
export async function probe(candidate: Candidate, signal?: AbortSignal): Promise<Probed> {
  const { endpoint, source } = candidate;
  const doing = 'reach the engine';
  const connection = await Connection.to(endpoint);
  const limit = AbortSignal.timeout(patience[endpoint.kind]);
  try {
    // dockerode's own ping throws away the headers, which tell it all.
    const response = await connection.open<IncomingMessage>(
      doing,
      signal ? AbortSignal.any([signal, limit]) : limit,
      (abortSignal) =>
        connection.dial({ method: 'GET', path: '/_ping', options: settings(abortSignal), isStream: true }),
    );
    response.resume();
    const facts = readHeaders(response.headers, endpoint);
    connection.speak(facts.apiVersion);
    return { info: { endpoint: withoutSecrets(endpoint), source, ...facts }, connection };
  } catch (error) {
    connection.close();
    if (!limit.aborted || signal?.aborted) throw error;
    throw new BlockyardError(
      'engine-unreachable',
      `Could not ${doing}: ${describeEndpoint(endpoint)} did not answer within ${patience[endpoint.kind] / 1000} seconds.`,
      { remedy: 'It may still be starting: try again in a moment; else restart it.' },
    );
  }
}

function readHeaders(headers: NodeJS.Dict<string | string[]>, endpoint: Endpoint) {
  const engineApi = headers['api-version'];
  if (typeof engineApi !== 'string')
    throw new BlockyardError(
      'engine-unreachable',
      `What answers at ${describeEndpoint(endpoint)} is not a container engine.`,
      { remedy: 'Check DOCKER_HOST, or the Docker context.' },
    );
  // Such as `Docker/26.1.5 (linux)` or `Libpod/4.3.1 (linux)`.
  const [, name = '', version = ''] = /^(\w+)\/([^\s+]+)/.exec(String(headers['server'] ?? '')) ?? [];
  const product = name === 'Libpod' || headers['libpod-api-version'] ? 'podman' : 'docker';
  if (compareVersions(engineApi, oldestApi) < 0)
    throw new BlockyardError(
      'engine-too-old',
      `The engine at ${describeEndpoint(endpoint)} is too old: version ${version || 'unknown'}, API ${engineApi}.`,
      { remedy: 'Update it: Blockyard needs Engine 20.10 (API 1.41) or newer.' },
    );
  const operatingSystem = String(headers['ostype'] ?? 'linux');
  return {
    product,
    version,
    apiVersion: compareVersions(engineApi, newestApi) > 0 ? newestApi : engineApi,
    operatingSystem,
    local: endpoint.kind === 'socket' || (endpoint.kind === 'tcp' && isLoopback(endpoint.host)),
    buildKit: product === 'docker' && operatingSystem === 'linux',
  } as const;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
