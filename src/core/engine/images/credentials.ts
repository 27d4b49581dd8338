import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { type DockerConfig, readDockerConfig } from './docker-config.ts';
import { CredentialsError } from './errors.ts';

/** What the user may show a registry. */
export type Credentials =
  | { kind: 'password'; username: string; password: string }
  | { kind: 'identity-token'; token: string };

export interface FoundCredentials {
  credentials?: Credentials;
  /** Why there are none where there should be some: told when the registry then refuses. */
  problem?: CredentialsError;
}

/** The credentials that `docker login` left: config.json itself, or the helper that it names. */
export interface CredentialStore {
  /** By the registry's host: `docker.io`, `ghcr.io`, `localhost:5000`. Never rejects. */
  find(registry: string): Promise<FoundCredentials>;
}

/** The key of Docker Hub is an address of old in every store. */
const hubKey = 'https://index.docker.io/v1/';

/** A helper may ask the user something; after that it hangs. Milliseconds. */
const helperLimit = 30_000;

/** How long an answer is used again: many pulls at once ask for the same. Milliseconds. */
const freshFor = 30_000;

export function createCredentialStore(environment: NodeJS.ProcessEnv): CredentialStore {
  const found = new Map<string, { answer: Promise<FoundCredentials>; time: number }>();
  return {
    find(registry) {
      const host = hostOf(registry);
      const known = found.get(host);
      if (known && Date.now() - known.time < freshFor) return known.answer;
      const answer = look(host, environment);
      found.set(host, { answer, time: Date.now() });
      return answer;
    },
  };
}

async function look(host: string, environment: NodeJS.ProcessEnv): Promise<FoundCredentials> {
  try {
    const config = await readDockerConfig(environment);
    const helper = byHost(config.credHelpers, host) ?? config.credsStore;
    const fromHelper = helper ? await askHelper(helper, host, environment) : undefined;
    const credentials = fromHelper ?? fromFile(config, host);
    return credentials ? { credentials } : {};
  } catch (thrown) {
    if (thrown instanceof CredentialsError) return { problem: thrown };
    throw thrown;
  }
}

function fromFile(config: DockerConfig, host: string): Credentials | undefined {
  const entry = byHost(config.auths, host);
  if (!entry) return undefined;
  if (entry.identitytoken) return { kind: 'identity-token', token: entry.identitytoken };
  if (entry.auth) {
    // The password may hold colons, the name can't; some tools pad with zero bytes.
    const [, username = '', password = ''] =
      /^([^:]*):(.*)$/s.exec(Buffer.from(entry.auth, 'base64').toString().replace(/\0+$/, '')) ?? [];
    return username === '' ? undefined : { kind: 'password', username, password };
  }
  if (entry.username) return { kind: 'password', username: entry.username, password: entry.password ?? '' };
  return undefined;
}

/** Keys may be hosts or addresses with a scheme and a path. */
function byHost<Value>(entries: Record<string, Value> | undefined, host: string): Value | undefined {
  for (const [key, value] of Object.entries(entries ?? {})) if (hostOf(key) === host) return value;
  return undefined;
}

function hostOf(key: string): string {
  const host = key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return ['index.docker.io', 'registry-1.docker.io'].includes(host) ? 'docker.io' : host;
}

/** The protocol of credential helpers: the server on stdin, JSON on stdout; exit 1 means that there are none. */
async function askHelper(
  name: string,
  host: string,
  environment: NodeJS.ProcessEnv,
): Promise<Credentials | undefined> {
  const program = `docker-credential-${name}`;
  const { code, output } = await runHelper(program, host === 'docker.io' ? hubKey : host, environment);
  if (code !== 0) {
    if (/credentials not found|no credentials server URL/i.test(output)) return undefined;
    throw new CredentialsError(
      `\`${program} get\` failed for ${host}: ${output.trim() || `exit code ${code}`}`,
      `See what \`echo ${host} | ${program} get\` says, or sign in again with \`docker login\`.`,
    );
  }
  try {
    const { Username = '', Secret = '' } = JSON.parse(output) as { Username?: string; Secret?: string };
    if (Username === '' && Secret === '') return undefined;
    if (Username === '<token>') return { kind: 'identity-token', token: Secret };
    return { kind: 'password', username: Username, password: Secret };
  } catch {
    // Its output may hold the secret: it is not shown.
    throw new CredentialsError(`\`${program} get\` did not answer with JSON`, `Update ${program}.`);
  }
}

async function runHelper(
  program: string,
  server: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, ['get'], {
    env: environment,
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: helperLimit,
    // On Windows helpers may be scripts, which only a shell starts.
    shell: process.platform === 'win32',
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signalName) => (signalName ? reject(new HelperStopped()) : resolve(code)));
  });
  child.stdin.on('error', () => {});
  child.stdin.end(server);
  try {
    const [code, output] = await Promise.all([exit, text(child.stdout)]);
    return { code, output };
  } catch (cause) {
    if (cause instanceof HelperStopped)
      throw new CredentialsError(
        `\`${program} get\` did not answer within ${helperLimit / 1000} seconds`,
        'Unlock the key store that it asks, or sign in again with `docker login`.',
      );
    throw new CredentialsError(
      `the credential helper ${program} can't be started`,
      `Install ${program} or put its folder on PATH; or take it out of config.json (credsStore, credHelpers) and sign in again.`,
      { cause },
    );
  }
}

class HelperStopped extends Error {}

/** The header's form of credentials (`X-Registry-Auth`): base64 of JSON, safe for URLs. */
export function registryAuth(registry: string, credentials: Credentials): string {
  return encodeHeader(authConfig(registry, credentials));
}

/** All credentials that a classic build may need (`X-Registry-Config`). */
export function registryConfig(all: Map<string, Credentials>): string {
  return encodeHeader(
    Object.fromEntries(
      [...all].map(([registry, credentials]) => [
        registry === 'docker.io' ? hubKey : registry,
        authConfig(registry, credentials),
      ]),
    ),
  );
}

function authConfig(registry: string, credentials: Credentials): object {
  const serveraddress = registry === 'docker.io' ? hubKey : registry;
  switch (credentials.kind) {
    case 'password':
      return { username: credentials.username, password: credentials.password, serveraddress };
    case 'identity-token':
      return { identitytoken: credentials.token, serveraddress };
  }
}

function encodeHeader(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
