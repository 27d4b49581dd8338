import { BlockyardError } from '../../shared/index.ts';
import { createContainerCalls } from './containers.ts';
import { readDetails } from './details.ts';
import { type Candidate, findCandidates } from './discover.ts';
import { readDiskUsage } from './disk-usage.ts';
import type { Endpoint, Engine, EngineDetails, EngineInfo } from './engine.ts';
import { EngineNotFoundError } from './errors.ts';
import { readEvents } from './events.ts';
import { createImageCalls, readImageMap } from './images/index.ts';
import { createNetworkCalls } from './networks.ts';
import { mayExist, type Probed, probe } from './probe.ts';
import { createVolumeCalls } from './volumes.ts';

export interface ConnectOptions {
  /** Instead of the process's own. */
  environment?: NodeJS.ProcessEnv;
  /** This engine and no other. */
  endpoint?: Endpoint;
  signal?: AbortSignal | undefined;
}

/**
 * Finds the user's engine as Docker's own command line does (`DOCKER_HOST`, then the context), else the first of the
 * known sockets where one runs, and asks it who it is: one round trip.
 * @throws {EngineNotFoundError} with all that was tried.
 */
export async function connectEngine(options: ConnectOptions = {}): Promise<Engine> {
  const { environment = process.env, endpoint, signal } = options;
  const candidates = endpoint
    ? { chosen: true, list: [{ endpoint, source: 'the given address' }] }
    : await findCandidates(environment);
  const [imageMap, found] = await Promise.all([
    readImageMap(environment),
    firstThatAnswers(candidates.list, candidates.chosen, signal),
  ]);
  return createEngine(found, imageMap);
}

/** What `doctor` shows: every place where something is, with the engine there or the reason why it cannot be used. */
export type DiscoveredEngine = { source: string; endpoint: Endpoint } & (
  | { state: 'running'; info: EngineInfo; details: EngineDetails | undefined }
  | { state: 'failed'; error: BlockyardError }
);

async function firstThatAnswers(
  list: Candidate[],
  chosen: boolean,
  signal: AbortSignal | undefined,
): Promise<Probed> {
  const worthAsking = chosen ? list : list.filter(({ endpoint }) => mayExist(endpoint));
  const probes = worthAsking.map((candidate) => {
    const asked = probe(candidate, signal);
    asked.catch(() => {});
    return asked;
  });
  const failures: BlockyardError[] = [];
  for (const [index, asked] of probes.entries()) {
    try {
      const found = await asked;
      for (const later of probes.slice(index + 1))
        later.then(
          ({ connection }) => connection.close(),
          () => {},
        );
      return found;
    } catch (error) {
      if (!(error instanceof BlockyardError)) throw error;
      failures.push(error);
    }
  }
  throw new EngineNotFoundError(
    list.map(({ source }) => source),
    failures,
  );
}

function createEngine(
  { info, connection }: Probed,
  imageMap: Awaited<ReturnType<typeof readImageMap>>,
): Engine {
  return {
    info,
    containers: createContainerCalls(connection, imageMap),
    networks: createNetworkCalls(connection),
    volumes: createVolumeCalls(connection),
    images: createImageCalls(connection, imageMap),
    atLeast: (apiVersion) => connection.atLeast(apiVersion),
    details: (options) => readDetails(connection, options),
    events: (filters, options) => readEvents(connection, filters, options),
    diskUsage: (options) => readDiskUsage(connection, options),
    async ping(options) {
      await connection.call({
        method: 'GET',
        path: '/_ping',
        doing: 'reach the engine',
        signal: options?.signal,
      });
    },
    async close() {
      connection.close();
    },
  };
}
