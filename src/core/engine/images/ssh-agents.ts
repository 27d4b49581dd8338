import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { BuildSecretError } from './errors.ts';

const run = promisify(execFile);

/** The agents that a build may use, by id. Close them after the build: those started for a key end. */
export interface SshAgents extends AsyncDisposable {
  readonly sockets: Map<string, string>;
}

/**
 * Reads Compose's `build.ssh`: `default` is the user's agent, `id=path` an agent's socket or a private key, several keys
 * with a comma between. A key is handed to an agent of its own, so that it never leaves this machine.
 */
export async function openSshAgents(
  entries: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<SshAgents> {
  const sockets = new Map<string, string>();
  const started: KeyAgent[] = [];
  const close = async () => {
    await Promise.all(started.map((agent) => agent.close()));
  };
  try {
    for (const entry of entries) {
      const [id = 'default', paths = ''] = splitOnce(entry);
      if (paths === '') {
        sockets.set(id, userAgent(id, environment));
        continue;
      }
      const files = paths.split(',').map((path) => resolve(path.replace(/^~(?=\/|$)/, homedir())));
      const [first = ''] = files;
      if (await isSocket(id, first)) sockets.set(id, first);
      else {
        const agent = await startKeyAgent(id, files, environment);
        started.push(agent);
        sockets.set(id, agent.socket);
      }
    }
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { sockets, [Symbol.asyncDispose]: close };
}

function splitOnce(entry: string): [string, string] {
  const equals = entry.indexOf('=');
  return equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)];
}

function userAgent(id: string, environment: NodeJS.ProcessEnv): string {
  const socket = environment['SSH_AUTH_SOCK'];
  if (socket) return socket;
  if (process.platform === 'win32') return '\\\\.\\pipe\\openssh-ssh-agent';
  throw new BuildSecretError(
    `The build asks for your ssh agent (\`ssh: ${id}\`), and none is running: SSH_AUTH_SOCK is not set.`,
    'Start one with `eval $(ssh-agent)` and `ssh-add`, or name a key: `ssh: ["default=~/.ssh/id_ed25519"]`.',
  );
}

async function isSocket(id: string, path: string): Promise<boolean> {
  if (path.startsWith('\\\\.\\pipe\\')) return true;
  const stats = await stat(path).catch((cause) => {
    throw new BuildSecretError(
      `There is no key and no agent's socket at ${path}, which the build uses as ssh \`${id}\`.`,
      'Correct the path in `build.ssh`.',
      cause,
    );
  });
  return stats.isSocket();
}

interface KeyAgent {
  socket: string;
  close(): Promise<void>;
}

async function startKeyAgent(id: string, keys: string[], environment: NodeJS.ProcessEnv): Promise<KeyAgent> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-ssh-'));
  const socket = join(folder, 'agent');
  const child = spawn('ssh-agent', ['-D', '-a', socket], { env: environment, stdio: 'ignore' });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => {});
  const close = async () => {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([listening(socket), failed]);
    // Without a terminal, a key with a passphrase is an error instead of a question that nobody sees.
    const quiet = { ...environment, SSH_AUTH_SOCK: socket, SSH_ASKPASS_REQUIRE: 'never', DISPLAY: '' };
    for (const key of keys) {
      const adding = run('ssh-add', ['-q', key], { env: quiet });
      adding.child.stdin?.end();
      await adding;
    }
    return { socket, close };
  } catch (cause) {
    await close();
    const words = (cause as { stderr?: string }).stderr?.trim() || (cause as Error).message;
    throw new BuildSecretError(
      `The key for ssh \`${id}\` can't be given to an agent: ${words}.`,
      'See whether `ssh-add` takes the key. One with a passphrase goes into your own agent first; then write `ssh: ["default"]`.',
      cause,
    );
  }
}

async function listening(socket: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const connected = await new Promise<boolean>((resolve) => {
      const probe = connect(socket, () => {
        probe.destroy();
        resolve(true);
      });
      probe.once('error', () => resolve(false));
    });
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('ssh-agent does not listen');
}
