import { join } from 'node:path';
import { chosenContext, dockerFolder, homeFolder, parseHost, readContext, readTlsFiles } from './contexts.ts';
import { describeEndpoint, type Endpoint } from './endpoint.ts';

/** A place where an engine may be. */
export interface Candidate {
  endpoint: Endpoint;
  /** Where it came from: `DOCKER_HOST`, `context colima`, or the path of the socket. */
  source: string;
}

export interface Candidates {
  /** Whether the user named this one: then no other will do. */
  chosen: boolean;
  /** In the order of preference. */
  list: Candidate[];
}

/**
 * Where to look for an engine: what the user chose, else the sockets of all engines that we know. What the environment
 * says (`DOCKER_HOST`, then `DOCKER_CONTEXT`) goes before Blockyard's own setting, as everywhere with Docker; that goes
 * before the context that Docker was told to use.
 * @param setting an address as in `DOCKER_HOST`, or `context NAME`
 */
export async function findCandidates(
  environment: NodeJS.ProcessEnv,
  setting?: string | undefined,
): Promise<Candidates> {
  const host = environment['DOCKER_HOST'];
  if (host) {
    const endpoint = parseHost(host, await tlsOf(environment));
    return { chosen: true, list: [{ endpoint, source: 'DOCKER_HOST' }] };
  }
  const named = environment['DOCKER_CONTEXT'] ? undefined : setting;
  if (named !== undefined && !named.startsWith(contextPrefix))
    return { chosen: true, list: [candidateAt(parseHost(named))] };
  const context = named?.slice(contextPrefix.length) ?? (await chosenContext(environment));
  if (context !== undefined) {
    const endpoint = await readContext(environment, context);
    return { chosen: true, list: [{ endpoint, source: contextPrefix + context }] };
  }
  return { chosen: false, list: knownSockets(environment).map(toCandidate) };
}

/** Before a context's name, in sources and in the setting. */
const contextPrefix = 'context ';

function toCandidate(path: string): Candidate {
  return candidateAt({ kind: 'socket', path });
}

function candidateAt(endpoint: Endpoint): Candidate {
  return { endpoint, source: describeEndpoint(endpoint) };
}

async function tlsOf(environment: NodeJS.ProcessEnv) {
  const verify = Boolean(environment['DOCKER_TLS_VERIFY']);
  if (!verify && !environment['DOCKER_TLS']) return undefined;
  const files = await readTlsFiles(environment['DOCKER_CERT_PATH'] || dockerFolder(environment));
  return { ...files, verify };
}

/** The sockets of Docker's engines and its relatives, Podman's last. */
export function knownSockets(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string[] {
  if (platform === 'win32')
    return ['docker_engine', 'dockerDesktopLinuxEngine', 'podman-machine-default'].map(
      (name) => `//./pipe/${name}`,
    );
  const home = homeFolder(environment);
  const runtime = environment['XDG_RUNTIME_DIR'];
  const temporary = environment['TMPDIR'];
  const paths = [
    '/var/run/docker.sock',
    runtime && join(runtime, 'docker.sock'),
    join(home, '.docker/run/docker.sock'),
    join(home, '.docker/desktop/docker.sock'),
    join(environment['COLIMA_HOME'] || join(home, '.colima'), 'default/docker.sock'),
    join(home, '.config/colima/default/docker.sock'),
    join(home, '.orbstack/run/docker.sock'),
    join(home, '.rd/docker.sock'),
    join(environment['LIMA_HOME'] || join(home, '.lima'), 'docker/sock/docker.sock'),
    runtime && join(runtime, 'podman/podman.sock'),
    platform === 'darwin' && join(home, '.local/share/containers/podman/machine/podman.sock'),
    platform === 'darwin' && temporary && join(temporary, 'podman/podman-machine-default-api.sock'),
    '/run/podman/podman.sock',
  ];
  return paths.filter((path): path is string => typeof path === 'string' && path !== '');
}
