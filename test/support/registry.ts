import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { TestEngine } from './engines.ts';
import { temporaryFolder } from './folder.ts';

/** A real registry on this machine's loopback, which engines take without TLS. It asks for a name and a password. */
export interface TestRegistry extends AsyncDisposable {
  /** `127.0.0.1:41234` */
  readonly address: string;
  readonly username: string;
  readonly password: string;
  /** Pushes an image of an engine. Answers the name by which it can be pulled. */
  push(engine: TestEngine, image: string, name: string): Promise<string>;
  /**
   * The environment of a user who has signed in through a credential helper (a real program on PATH); with another
   * password, of one whose password is wrong.
   */
  signedIn(password?: string): Promise<NodeJS.ProcessEnv>;
}

const username = 'bytest';
const password = 'bytest-password';
/** The registry reads bcrypt only. */
const passwordHash = '$2b$05$abcdefghijklmnopqrstuuFslm.S7ylyXhGNywhZIcEWMDAviq7A.';

/** Starts Debian's `docker-registry`; `await using registry = await startRegistry()` stops it. */
export async function startRegistry(): Promise<TestRegistry> {
  const program = await findRegistry();
  const folder = await temporaryFolder();
  const address = `127.0.0.1:${await freePort()}`;
  await folder.write({
    htpasswd: `${username}:${passwordHash}\n`,
    // JSON is YAML, too.
    'config.yml': JSON.stringify({
      version: '0.1',
      storage: { filesystem: { rootdirectory: path.join(folder.path, 'data') } },
      http: { addr: address },
      auth: { htpasswd: { realm: 'bytest', path: path.join(folder.path, 'htpasswd') } },
    }),
  });
  const server = spawn(program, ['serve', path.join(folder.path, 'config.yml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await listening(server);

  return {
    address,
    username,
    password,

    async push(engine, image, name) {
      const reference = `${address}/${name}`;
      const [repository = '', tag = 'latest'] = splitTag(reference);
      await engine.docker.getImage(image).tag({ repo: repository, tag });
      try {
        const authconfig = { username, password, serveraddress: address };
        const progress = await engine.docker.getImage(reference).push({ authconfig });
        await new Promise<void>((resolve, reject) => {
          engine.docker.modem.followProgress(progress as Readable, (error) =>
            error ? reject(error) : resolve(),
          );
        });
      } finally {
        await engine.docker.getImage(reference).remove();
      }
      return reference;
    },

    async signedIn(secret = password) {
      const home = path.join(folder.path, `user-${secret}`);
      await mkdir(home, { recursive: true });
      const helper = path.join(home, 'docker-credential-bytest');
      const answer = JSON.stringify({ ServerURL: address, Username: username, Secret: secret });
      await writeFile(
        helper,
        `#!/bin/sh\ntest "$1" = get && test "$(cat)" = ${address} && echo '${answer}'\n`,
      );
      await chmod(helper, 0o755);
      await writeFile(
        path.join(home, 'config.json'),
        JSON.stringify({ credHelpers: { [address]: 'bytest' } }),
      );
      return { ...process.env, DOCKER_CONFIG: home, PATH: `${home}${path.delimiter}${process.env['PATH']}` };
    },

    async [Symbol.asyncDispose]() {
      if (server.exitCode === null) {
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function findRegistry(): Promise<string> {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin'];
  for (const folder of folders) {
    const program = path.join(folder, 'docker-registry');
    if (
      await access(program).then(
        () => true,
        () => false,
      )
    )
      return program;
  }
  throw new Error(
    'These tests need a registry: install `docker-registry` (Debian: apt-get install docker-registry).',
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** The registry says so when it listens; if it ends before, what it said tells why. */
async function listening(server: ChildProcess): Promise<void> {
  const said: string[] = [];
  for await (const line of createInterface({ input: server.stderr as Readable })) {
    said.push(line);
    if (!line.includes('listening on')) continue;
    server.stderr?.resume();
    return;
  }
  throw new Error(`The registry did not start:\n${said.join('\n')}`);
}

function splitTag(reference: string): [string, string | undefined] {
  const colon = reference.lastIndexOf(':');
  return colon > reference.lastIndexOf('/')
    ? [reference.slice(0, colon), reference.slice(colon + 1)]
    : [reference, undefined];
}
