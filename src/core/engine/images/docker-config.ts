import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint } from '../endpoint.ts';
import { CredentialsError } from './errors.ts';

/** What we use of the `config.json` of docker's command line. */
export interface DockerConfig {
  auths?: Record<string, { auth?: string; username?: string; password?: string; identitytoken?: string }>;
  credHelpers?: Record<string, string>;
  credsStore?: string;
  /** By the engine's address, or `default`. */
  proxies?: Record<string, Partial<Record<ProxySetting, string>>>;
}

type ProxySetting = 'httpProxy' | 'httpsProxy' | 'ftpProxy' | 'allProxy' | 'noProxy';

const proxyVariables: Record<ProxySetting, string> = {
  httpProxy: 'HTTP_PROXY',
  httpsProxy: 'HTTPS_PROXY',
  ftpProxy: 'FTP_PROXY',
  allProxy: 'ALL_PROXY',
  noProxy: 'NO_PROXY',
};

/** Empty when there is none. Throws a `CredentialsError` when it is not JSON. */
export async function readDockerConfig(environment: NodeJS.ProcessEnv): Promise<DockerConfig> {
  const file = join(environment['DOCKER_CONFIG'] || join(homedir(), '.docker'), 'config.json');
  const content = await readFile(file, 'utf8').catch(() => undefined);
  if (content === undefined) return {};
  try {
    return (JSON.parse(content) ?? {}) as DockerConfig;
  } catch (cause) {
    throw new CredentialsError(
      'it is not valid JSON',
      `Correct ${file}, or sign in again with \`docker login\`.`,
      { where: { file }, cause },
    );
  }
}

/** The proxies that the user has set for builds, as build arguments; BuildKit leaves these out of the cache's keys. */
export function proxyArgs({ proxies = {} }: DockerConfig, endpoint: Endpoint): Record<string, string> {
  const settings = proxies[addressOf(endpoint)] ?? proxies['default'] ?? {};
  const args: Record<string, string> = {};
  for (const [setting, variable] of Object.entries(proxyVariables)) {
    const value = settings[setting as ProxySetting];
    if (!value) continue;
    args[variable] = value;
    args[variable.toLowerCase()] = value;
  }
  return args;
}

function addressOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'socket':
      return `unix://${endpoint.path}`;
    case 'tcp':
      return `tcp://${endpoint.host}:${endpoint.port}`;
    case 'ssh':
      return `ssh://${endpoint.destination}`;
  }
}
