import { existsSync, realpathSync } from 'node:fs';
import { BlockyardError, toBlockyardError } from '../../shared/index.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { contextNames, readContext } from './contexts.ts';
import { readDetails } from './details.ts';
import { addressOf } from './endpoint.ts';
import type { EngineDetails, EngineInfo } from './engine.ts';
import { EngineNotFoundError } from './errors.ts';
import { type Probed, probe } from './probe.ts';

/**
 * The engine to work with: the one that the user chose, else the first of the known sockets where one runs, Docker's
 * before Podman's.
 * @throws {EngineNotFoundError} with all that was tried.
 */
export async function findEngine(
  environment: NodeJS.ProcessEnv,
  setting: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Probed> {
  const { chosen, list } = await findCandidates(environment, setting);
  return firstThatAnswers(chosen ? list : list.filter(mayExist), list, signal);
}

/** Asks all at once; who comes first in the list need not wait for those after it. */
export async function firstThatAnswers(
  asked: Candidate[],
  tried: Candidate[],
  signal: AbortSignal | undefined,
): Promise<Probed> {
  const probes = asked.map(async (candidate) => {
    try {
      return await probe(candidate, signal);
    } catch (error) {
      return { source: candidate.source, error };
    }
  });
  const failures: { source: string; error: BlockyardError }[] = [];
  let found: Probed | undefined;
  for (const answer of probes) {
    const probed = await answer;
    if ('connection' in probed) {
      found ??= probed;
      if (probed.info.product === 'docker') {
        found = probed;
        break;
      }
    } else if (probed.error instanceof BlockyardError)
      failures.push({ source: probed.source, error: probed.error });
    else throw probed.error;
  }
  for (const answer of probes)
    answer.then((probed) => 'connection' in probed && probed !== found && probed.connection.close());
  if (found) return found;
  throw new EngineNotFoundError(
    tried.map(({ source }) => source),
    failures,
  );
}

/** What is at a place where an engine may be. */
export type DiscoveredEngine = {
  source: string;
  /** As in `DOCKER_HOST`; absent when it is not known where a context leads. */
  address?: string | undefined;
} & (
  | { state: 'running'; info: EngineInfo; details: EngineDetails }
  | { state: 'failed'; error: BlockyardError }
);

/** Every engine of this machine and of the user's contexts, for `doctor` and choosers; the one that would be used comes first. */
export async function discoverEngines(
  environment: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
  setting?: string,
): Promise<DiscoveredEngine[]> {
  const { chosen, list } = await findCandidates(environment, setting);
  const sockets = chosen
    ? (await findCandidates({ ...environment, DOCKER_HOST: undefined, DOCKER_CONTEXT: 'default' })).list
    : [];
  const places = [...(chosen ? list : list.filter(mayExist)), ...sockets.filter(mayExist)];
  const contexts = (await contextNames(environment)).map((name) => `context ${name}`);
  const [ofSockets, ofContexts] = await Promise.all([
    Promise.all(
      withoutTwins(places).map((candidate) => look(candidate.source, async () => candidate, signal)),
    ),
    Promise.all(
      contexts
        .filter((source) => places.every((place) => place.source !== source))
        .map((source) => {
          const name = source.replace('context ', '');
          return look(
            source,
            async () => ({ source, endpoint: await readContext(environment, name) }),
            signal,
          );
        }),
    ),
  ]);
  return [...ofSockets, ...ofContexts];
}

async function look(
  source: string,
  candidate: () => Promise<Candidate>,
  signal: AbortSignal | undefined,
): Promise<DiscoveredEngine> {
  let address: string | undefined;
  try {
    const found = await candidate();
    address = addressOf(found.endpoint);
    const { info, connection } = await probe(found, signal);
    try {
      return { source, address, state: 'running', info, details: await readDetails(connection, { signal }) };
    } finally {
      connection.close();
    }
  } catch (thrown) {
    signal?.throwIfAborted();
    return { source, address, state: 'failed', error: toBlockyardError(thrown) };
  }
}

/** A socket has to exist to be worth a question, which cannot be seen of a Windows pipe. */
function mayExist({ endpoint }: Candidate): boolean {
  return endpoint.kind !== 'socket' || process.platform === 'win32' || existsSync(endpoint.path);
}

/** Without the sockets that are links to one before. */
function withoutTwins(candidates: Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ endpoint }) => {
    const key = endpoint.kind === 'socket' ? realPath(endpoint.path) : JSON.stringify(endpoint);
    return !seen.has(key) && seen.add(key);
  });
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
