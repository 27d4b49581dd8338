import { BlockyardError, type ErrorCode } from '../../shared/index.ts';
import { describeEndpoint, type Endpoint } from './endpoint.ts';

/** The engine was reached and said no. `code` tells why, as far as its words allow to tell. */
export class EngineRefusedError extends BlockyardError {
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The engine's own words. */
  readonly reason: string;

  /** `doing` goes on from "could not": `start the container shop-api-1`. */
  constructor(doing: string, status: number, reason: string) {
    const words = withShortIds(reason.trim().replace(/\.$/, ''));
    const { code, remedy } = meaningOf(status, words);
    super(code, `The engine could not ${withShortIds(doing)}: ${words || `HTTP status ${status}`}.`, {
      remedy,
    });
    this.status = status;
    this.reason = words;
  }
}

/** The engine could not be reached, or went away in the middle. */
export class EngineUnreachableError extends BlockyardError {
  /** Why, going on after a colon. */
  readonly reason: string;

  constructor(doing: string, endpoint: Endpoint, cause: Error) {
    const { code, reason, remedy } = explainSocketError(endpoint, cause);
    super(code, `Could not ${withShortIds(doing)}: ${reason}.`, { cause, remedy });
    this.reason = reason;
  }
}

/** No engine anywhere. It lists where it was looked for, and how to start or install one. */
export class EngineNotFoundError extends BlockyardError {
  /** Where it was looked for: `DOCKER_HOST`, `context colima`, sockets. */
  readonly tried: string[];
  /** What was there, and why it could not be used. */
  readonly failures: readonly { source: string; error: BlockyardError }[];

  constructor(tried: string[], failures: readonly { source: string; error: BlockyardError }[]) {
    const [first] = failures;
    const message = first
      ? `No engine can be used. ${failures.map(({ source, error }) => `${source}: ${reasonOf(error)}.`).join(' ')}`
      : `No engine was found: there is no socket at ${tried.join(', ')}.`;
    super('engine-not-found', message, {
      cause: first?.error,
      remedy: first?.error.remedy ?? howToGetOne(),
    });
    this.tried = tried;
    this.failures = failures;
  }
}

function reasonOf(error: BlockyardError): string {
  return error instanceof EngineUnreachableError ? error.reason : error.message.replace(/\.$/, '');
}

function howToGetOne(platform: NodeJS.Platform = process.platform): string {
  const other = 'If yours listens elsewhere, set DOCKER_HOST or choose its context (`docker context use`).';
  switch (platform) {
    case 'darwin':
      return `Start Docker Desktop, OrbStack, Rancher Desktop or Colima (\`colima start\`); to install one: \`brew install colima docker\`. ${other}`;
    case 'win32':
      return `Start Docker Desktop, Rancher Desktop or Podman (\`podman machine start\`); to install one: \`winget install Docker.DockerDesktop\`. ${other}`;
    default:
      return `Start it (\`sudo systemctl start docker\`), or install one: \`sudo apt install docker.io\` on Debian and Ubuntu, \`sudo dnf install moby-engine\` on Fedora. ${other}`;
  }
}

/** Ids as people know them from `docker ps`. */
function withShortIds(sentence: string): string {
  return sentence.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1');
}

/** Whether this is the engine's "no such thing". */
export function isNotFound(error: unknown): error is EngineRefusedError {
  return error instanceof EngineRefusedError && error.status === 404;
}

/** For `catch`: turns "no such thing" into undefined. */
export function absent(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}

/**
 * Whether this container can never be started again, only replaced: Engine 20.10 was killed in the middle of its start
 * and does not know how to go on from there.
 */
export function isHalfStarted(error: unknown): error is EngineRefusedError {
  // Its own words, those of its containerd, and those of runc.
  const words = /\bid already in use|\btask \S+ already exists|container with (given )?id (already )?exists/i;
  return error instanceof EngineRefusedError && words.test(error.reason);
}

interface Meaning {
  code: ErrorCode;
  remedy?: string;
}

/** What the engine's sentences mean; the first that matches wins. They differ little from version to version. */
const meanings: { status?: number; words: RegExp; meaning: Meaning }[] = [
  {
    words: /port is already allocated|address already in use|ports are not available/i,
    meaning: {
      code: 'port-taken',
      remedy: 'Stop what listens on that port, or publish another one.',
    },
  },
  {
    words: /no space left on device|disk quota exceeded/i,
    meaning: {
      code: 'disk-full',
      remedy:
        "Free space on the engine's disk: `docker system df` shows what it holds, `docker system prune` removes what is unused.",
    },
  },
  {
    words: /client version .* is too (new|old)/i,
    meaning: {
      code: 'engine-too-old',
      remedy: 'Update the engine: Blockyard needs 20.10 (API 1.41) or newer.',
    },
  },
  {
    words:
      /pool overlaps with other one|subnet .* is already used|predefined address pools have been fully subnetted|could not find an available/i,
    meaning: {
      code: 'engine-refused',
      remedy:
        'No free address range is left: remove unused networks (`docker network prune`) or give the network a subnet of its own.',
    },
  },
  {
    words: /pull access denied|unauthorized|authentication required|denied: requested access/i,
    meaning: {
      code: 'registry-denied',
      remedy: 'Check the name of the image, and sign in to its registry with `docker login`.',
    },
  },
  {
    words:
      /no such image|manifest( for .*)? (unknown|not found)|image .* not found|repository does not exist|reference does not exist/i,
    meaning: {
      code: 'image-not-found',
      remedy: 'Check the name and the tag of the image, or build it first.',
    },
  },
  {
    words:
      /already in use by container|with name .* already exists|name .* is (already )?in use|network already exists|a volume (named|with the name) .* already exists/i,
    meaning: {
      code: 'name-conflict',
      remedy: 'Something else has that name already: remove or rename it, or choose another name.',
    },
  },
  {
    words:
      /is in use|has active endpoints|in use by|is being used by|cannot remove (a running )?container|must be forced|is using its referenced image/i,
    meaning: { code: 'resource-in-use', remedy: 'Stop and remove the containers that use it first.' },
  },
  {
    words:
      /container .* is (not running|restarting|paused|stopped)|can only create exec sessions on running/i,
    meaning: {
      code: 'container-exited',
      remedy: 'It has to run for that: start it, or look into its logs to see why it does not.',
    },
  },
  {
    words: /permission denied|operation not permitted|not authorized/i,
    meaning: {
      code: 'permission-denied',
      remedy: 'The engine may not do that: check the rights on the path it names, or its security settings.',
    },
  },
];

function meaningOf(status: number, reason: string): Meaning {
  const found = meanings.find(({ words }) => words.test(reason));
  if (found) return found.meaning;
  if (status === 401)
    return { code: 'registry-denied', remedy: 'Sign in to the registry with `docker login`.' };
  return { code: 'engine-refused' };
}

/** What a failed connection means, in words that go on after a colon. */
export function explainSocketError(endpoint: Endpoint, error: Error): Meaning & { reason: string } {
  const at = describeEndpoint(endpoint);
  const systemCode = (error as NodeJS.ErrnoException).code ?? '';
  switch (systemCode) {
    case 'ENOENT':
      return unreachable(
        `there is no socket at ${at}`,
        'Start the engine, or set DOCKER_HOST to where it listens.',
      );
    case 'ECONNREFUSED':
      return unreachable(`nothing answers at ${at}`, 'Start the engine; `blockyard doctor` shows how.');
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'permission-denied',
        reason: `permission to use ${at} is denied`,
        remedy:
          process.platform === 'linux'
            ? 'Add yourself to the group that owns the socket (`sudo usermod -aG docker $USER`, then sign in again), or use a rootless engine.'
            : 'Check the rights on the socket, and that the engine was started by you.',
      };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return unreachable(
        `the engine at ${at} closed the connection`,
        'See whether the engine is restarting or has crashed, then run the command again.',
      );
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return unreachable(`${at} does not answer`, 'Check the network, the address and the port.');
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(`the host of ${at} is not known`, 'Check the name of the host.');
    default:
      break;
  }
  if (
    /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME)/.test(systemCode) ||
    systemCode === 'EPROTO'
  )
    return unreachable(
      `no secure connection to ${at} (${error.message})`,
      'Check that DOCKER_CERT_PATH (or the context) holds the ca.pem, cert.pem and key.pem of this engine, and DOCKER_TLS_VERIFY.',
    );
  if (endpoint.kind === 'ssh')
    return unreachable(error.message, `See whether \`ssh ${endpoint.destination} docker version\` works.`);
  return unreachable(
    `${at}: ${error.message}`,
    'See whether the engine runs; `blockyard doctor` shows more.',
  );
}

function unreachable(reason: string, remedy: string): Meaning & { reason: string } {
  return { code: 'engine-unreachable', reason, remedy };
}
