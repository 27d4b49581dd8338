import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { BlockyardError } from '../../shared/index.ts';
import type { Endpoint, TlsFiles } from './endpoint.ts';

/** The folder of Docker's own settings. */
export function dockerFolder(environment: NodeJS.ProcessEnv): string {
  return environment['DOCKER_CONFIG'] || join(homeFolder(environment), '.docker');
}

export function homeFolder(environment: NodeJS.ProcessEnv): string {
  return environment['HOME'] || environment['USERPROFILE'] || homedir();
}

/** The context that the user chose with `docker context use` or `DOCKER_CONTEXT`; undefined for the default one. */
export async function chosenContext(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const name = environment['DOCKER_CONTEXT'] || (await currentContext(dockerFolder(environment)));
  return name === 'default' ? undefined : name;
}

async function currentContext(folder: string): Promise<string | undefined> {
  const settings = await readIfThere(join(folder, 'config.json'));
  if (settings === undefined) return undefined;
  try {
    return (JSON.parse(settings) as { currentContext?: string }).currentContext || undefined;
  } catch (cause) {
    throw new BlockyardError('usage', 'The settings of Docker are not JSON.', {
      cause,
      where: { file: join(folder, 'config.json') },
      remedy: 'Repair the file, or set DOCKER_HOST.',
    });
  }
}

interface ContextMeta {
  Name: string;
  Endpoints?: { docker?: { Host?: string; SkipTLSVerify?: boolean } };
}

/** Where a context leads. */
export async function readContext(environment: NodeJS.ProcessEnv, name: string): Promise<Endpoint> {
  const folder = join(dockerFolder(environment), 'contexts');
  // Docker names the folders by the hash of the context's name.
  const hash = createHash('sha256').update(name).digest('hex');
  const file = join(folder, 'meta', hash, 'meta.json');
  const meta = await readIfThere(file);
  if (meta === undefined)
    throw new BlockyardError('engine-not-found', `There is no Docker context named ${name}.`, {
      remedy: await contextRemedy(folder),
    });
  const docker = (JSON.parse(meta) as ContextMeta).Endpoints?.docker;
  if (!docker?.Host)
    throw new BlockyardError('engine-not-found', `The Docker context ${name} names no engine.`, {
      where: { file },
      remedy: 'Choose another context with `docker context use`.',
    });
  const tls = await readTlsFiles(join(folder, 'tls', hash, 'docker'));
  const secure = tls.ca !== undefined || tls.cert !== undefined || docker.SkipTLSVerify === true;
  return parseHost(docker.Host, secure ? { ...tls, verify: docker.SkipTLSVerify !== true } : undefined);
}

/** The names of all contexts but the default one. */
export async function contextNames(environment: NodeJS.ProcessEnv): Promise<string[]> {
  return namesIn(join(dockerFolder(environment), 'contexts'));
}

async function namesIn(folder: string): Promise<string[]> {
  const hashes = await readdir(join(folder, 'meta')).catch(() => []);
  const metas = await Promise.all(hashes.map((hash) => readIfThere(join(folder, 'meta', hash, 'meta.json'))));
  return metas
    .filter((meta) => meta !== undefined)
    .map((meta) => (JSON.parse(meta) as ContextMeta).Name)
    .sort();
}

async function contextRemedy(folder: string): Promise<string> {
  const names = ['default', ...(await namesIn(folder))];
  return `Choose one of these with \`docker context use\`: ${names.join(', ')}.`;
}

/** The endpoint that `DOCKER_HOST` or a context's `Host` stands for. */
export function parseHost(host: string, tls?: TlsFiles): Endpoint {
  const [, scheme = 'tcp', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/is.exec(host.trim()) ?? [];
  switch (scheme) {
    case 'unix':
    case 'npipe':
      if (rest === '') break;
      return { kind: 'socket', path: rest };
    case 'tcp':
    case 'http':
    case 'https': {
      const url = URL.parse(`tcp://${rest}`);
      if (!url?.hostname) break;
      const secure = tls ?? (scheme === 'https' ? {} : undefined);
      return {
        kind: 'tcp',
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? (secure ? 2376 : 2375) : Number(url.port),
        ...(secure && { tls: secure }),
      };
    }
    case 'ssh': {
      const url = URL.parse(host.trim());
      // What begins with a dash would be an option of ssh.
      if (!url?.hostname || url.hostname.startsWith('-') || url.username.startsWith('-')) break;
      const user = url.username === '' ? '' : `${decodeURIComponent(url.username)}@`;
      return {
        kind: 'ssh',
        destination: `${user}${url.hostname.replace(/^\[|\]$/g, '')}`,
        ...(url.port !== '' && { port: Number(url.port) }),
        ...(url.pathname.length > 1 && { path: decodeURIComponent(url.pathname) }),
      };
    }
    default:
      break;
  }
  throw new BlockyardError('usage', `The engine's address \`${host}\` is not one that Blockyard knows.`, {
    remedy: 'Write it as unix:///path, npipe:////./pipe/name, tcp://host:port or ssh://user@host.',
  });
}

/** The `ca.pem`, `cert.pem` and `key.pem` of a folder, as far as they are there. */
export async function readTlsFiles(folder: string): Promise<TlsFiles> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((file) => readIfThere(join(folder, file))),
  );
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
