import { createContainerCalls } from './containers.ts';
import { readDetails } from './details.ts';
import { findEngine, firstThatAnswers } from './discover.ts';
import { pruneBuildCache, readDiskDetails, readDiskUsage } from './disk-usage.ts';
import type { Endpoint, Engine } from './engine.ts';
import { readEvents } from './events.ts';
import { createImageCalls, type ImageMap, readImageMap } from './images/index.ts';
import { createNetworkCalls } from './networks.ts';
import type { Probed } from './probe.ts';
import { createVolumeCalls } from './volumes.ts';

export interface ConnectOptions {
  /** Instead of the process's own. */
  environment?: NodeJS.ProcessEnv;
  /** This engine and no other. */
  endpoint?: Endpoint;
  /** The user's setting: a JSON object or the path of a JSON file. The variable BLOCKYARD_IMAGE_MAP goes before it. */
  imageMap?: string | undefined;
  /** The team's: for what neither of the above maps. */
  teamImageMap?: Readonly<Record<string, string>> | undefined;
  /** The user's setting: an address as in `DOCKER_HOST`, or `context NAME`. The environment's choice goes before it. */
  chosen?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Finds the user's engine as Docker's own command line does (`DOCKER_HOST`, then the context), else the first of the
 * known sockets where one runs, and asks it who it is: one round trip.
 * @throws {EngineNotFoundError} with all that was tried.
 */
export async function connectEngine(options: ConnectOptions = {}): Promise<Engine> {
  const { environment = process.env, endpoint, signal } = options;
  const given = endpoint && [{ endpoint, source: 'the given address' }];
  const [imageMap, found] = await Promise.all([
    readImageMap(environment, options.imageMap, options.teamImageMap),
    given ? firstThatAnswers(given, given, signal) : findEngine(environment, options.chosen, signal),
  ]);
  return createEngine(found, imageMap, environment);
}

function createEngine(
  { info, connection }: Probed,
  imageMap: ImageMap,
  environment: NodeJS.ProcessEnv,
): Engine {
  return {
    info,
    containers: createContainerCalls(connection, imageMap),
    networks: createNetworkCalls(connection),
    volumes: createVolumeCalls(connection),
    images: createImageCalls(connection, imageMap, { environment, buildKit: info.buildKit }),
    atLeast: (apiVersion) => connection.atLeast(apiVersion),
    details: (options) => readDetails(connection, options),
    events: (filters, options) => readEvents(connection, filters, options),
    diskUsage: (options) => readDiskUsage(connection, options),
    diskDetails: (options) => readDiskDetails(connection, options),
    pruneBuildCache: (ids, options) => pruneBuildCache(connection, ids, options),
    ping: (options) => connection.ask('reach the engine', options?.signal, () => connection.docker.ping()),
    async close() {
      connection.close();
    },
  };
}
