import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe } from 'vitest';
import { engines, type TestEngine } from './engines.ts';

const run = promisify(execFile);

export interface PrivateEngine extends TestEngine, AsyncDisposable {
  /** Of the engine's process. `nsenter --target PID --net` leads into its network. */
  readonly pid: number;
  /** Ends the engine as a service manager does, and starts it again. */
  restart(): Promise<void>;
  /** Ends the engine as a service manager does. */
  stop(): Promise<void>;
  /** Ends it at once, without a chance to tidy up. */
  kill(): Promise<void>;
  /** After `stop` or `kill`. Resolves when it answers. */
  start(): Promise<void>;
}

export interface PrivateEngineOptions {
  /** The shared engine whose version it should be, and that it gets its images from. */
  like: TestEngine;
  /** Names of images to bring over; each takes about two seconds. */
  images?: string[];
  /** More arguments for `dockerd`. */
  args?: string[];
  /** The size of the disk that it keeps everything on; default: as much as there is. */
  diskMegabytes?: number;
}

/** A group of tests for a private engine like each of the engines, which they share: it runs when a test begins. */
export function describeOnPrivateEngines(
  name: string,
  options: Omit<PrivateEngineOptions, 'like'>,
  body: (engine: () => PrivateEngine) => void,
): void {
  for (const like of engines())
    describe.skipIf(noPrivateEngine(like))(`${name} (engine ${like.name})`, () => {
      let engine: PrivateEngine | undefined;
      beforeAll(async () => {
        engine = await startPrivateEngine({ like, ...options });
      });
      afterAll(() => engine?.[Symbol.asyncDispose]());
      body(() => engine as PrivateEngine);
    });
}

/** Why a private engine cannot be started here; undefined when it can. */
export function noPrivateEngine(like: TestEngine): string | undefined {
  if (process.platform !== 'linux') return 'only Linux runs dockerd itself';
  if (process.getuid?.() !== 0) return 'dockerd needs root';
  if (!findProgram('dockerd', like)) return 'there is no dockerd';
  return undefined;
}

/**
 * An engine of the test's own, which it may restart and kill. Nothing of it is shared with the machine's: own data,
 * own containerd, and a network namespace of its own: side by side in one, engines delete each other's bridge and
 * firewall rules. So containers reach each other, and nothing else reaches them: look into them with `exec`.
 */
export async function startPrivateEngine(options: PrivateEngineOptions): Promise<PrivateEngine> {
  const { like, images = [] } = options;
  const program = findProgram('dockerd', like);
  if (!program) throw new Error(noPrivateEngine(like));
  const folder = await mkdtemp(path.join(tmpdir(), 'bytest-engine-'));
  const socket = path.join(folder, 'docker.sock');
  const docker = new Docker({ socketPath: socket });
  const args = [...daemonArguments(folder, socket), ...(options.args ?? [])];
  if (options.diskMegabytes) {
    const data = path.join(folder, 'data');
    await mkdir(data);
    await run('mount', ['-t', 'tmpfs', '-o', `size=${options.diskMegabytes}m`, 'tmpfs', data]);
  }
  // The machine's own settings are not for this one.
  await writeFile(path.join(folder, 'daemon.json'), '{}');
  let daemon = await startDaemon(program, args).catch(async (error) => {
    await unmountBelow(folder);
    await rm(folder, { recursive: true, force: true });
    throw error;
  });

  const end = async (signal: NodeJS.Signals) => {
    if (hasEnded(daemon)) return;
    const ended = new Promise((resolve) => daemon.once('exit', resolve));
    daemon.kill(signal);
    await ended;
  };
  const engine: PrivateEngine = {
    get pid() {
      return daemon.pid ?? -1;
    },
    name: like.name,
    socket,
    programs: like.programs,
    docker,
    environment: { DOCKER_HOST: `unix://${socket}` },
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL');
      await killContainerd(folder);
    },
    start: async () => {
      daemon = await startDaemon(program, args);
    },
    restart: async () => {
      await end('SIGTERM');
      daemon = await startDaemon(program, args);
    },
    [Symbol.asyncDispose]: async () => {
      // A killed engine leaves containers running: only it can find them.
      if (hasEnded(daemon)) daemon = await startDaemon(program, args);
      await removeEverything(docker);
      await end('SIGTERM');
      await killShims(folder);
      await unmountBelow(folder);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    for (const image of images) await copyImage(image, like.docker, docker);
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
  return engine;
}

function hasEnded(daemon: ChildProcess): boolean {
  return daemon.exitCode !== null || daemon.signalCode !== null;
}

/** Its containers and networks: they would leave processes, interfaces and firewall rules. */
async function removeEverything(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true });
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const networks = await docker.listNetworks({ filters: { type: ['custom'] } });
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
}

function daemonArguments(folder: string, socket: string): string[] {
  return [
    ...['--data-root', path.join(folder, 'data')],
    ...['--exec-root', path.join(folder, 'exec')],
    ...['--pidfile', path.join(folder, 'pid')],
    ...['--config-file', path.join(folder, 'daemon.json')],
    ...['--host', `unix://${socket}`],
    ...['--containerd-namespace', path.basename(folder)],
    ...['--containerd-plugins-namespace', `${path.basename(folder)}-plugins`],
  ];
}

/** Resolves when it listens, and rejects with what it said when it ends before. */
async function startDaemon(program: string, args: string[]): Promise<ChildProcess> {
  // Its own containerd and runc lie beside it, or in the `bin` next to its `sbin`.
  const folder = path.dirname(program);
  const folders = [folder, path.join(folder, '../bin'), process.env['PATH']];
  const environment = { ...process.env, PATH: folders.join(path.delimiter) };
  const inNamespace = ['--net', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', program, ...args];
  const daemon = spawn('unshare', inNamespace, { stdio: ['ignore', 'ignore', 'pipe'], env: environment });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    daemon.once('error', reject);
    daemon.once('exit', (code) => reject(new Error(`dockerd ended with ${code}:\n${said.join('\n')}`)));
    createInterface({ input: daemon.stderr }).on('line', (line) => {
      said.push(line);
      said.splice(0, said.length - 50);
      if (line.includes('API listen on')) resolve();
    });
  });
  return daemon;
}

/** Its containerd dies with it, but not at once; the next one would take it for alive. */
async function killContainerd(folder: string): Promise<void> {
  const file = path.join(folder, 'exec/containerd/containerd.pid');
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (!pid) return;
  const state = () =>
    readFile(`/proc/${pid}/stat`, 'utf8').then(
      (stat) => stat.split(' ')[2],
      () => undefined,
    );
  while (!['Z', 'X', undefined].includes(await state())) {
    await run('kill', ['-KILL', String(pid)]).catch(() => {});
    await delay(5);
  }
  await rm(file, { force: true });
}

/** The shims, and what they hold, of containers that it was killed in the middle of starting: it forgot them. */
async function killShims(folder: string): Promise<void> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const processes = await Promise.all(pids.map(readProcess));
  const ofIt = `-namespace\0${path.basename(folder)}\0`;
  const shims = processes.filter(({ command }) => command.includes(ofIt)).map(({ pid }) => pid);
  for (const { pid, parent } of processes)
    if (shims.includes(pid) || shims.includes(parent))
      await run('kill', ['-KILL', String(pid)]).catch(() => {});
}

async function readProcess(pid: number): Promise<{ pid: number; parent: number; command: string }> {
  // It may be gone by now.
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const [command, stat] = await Promise.all([read('cmdline'), read('stat')]);
  // After the name, which may hold anything: state, parent.
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return { pid, parent, command };
}

async function copyImage(image: string, from: Docker, to: Docker): Promise<void> {
  const loading = await to.loadImage(await from.getImage(image).get());
  await promisify(to.modem.followProgress.bind(to.modem))(loading);
}

/** What a killed engine leaves mounted would keep its folder from being removed. */
async function unmountBelow(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((mount) => mount.startsWith(`${folder}/`))
    .reverse();
  for (const mount of mounts)
    await new Promise((resolve) => spawn('umount', ['--lazy', mount]).once('close', resolve));
}

function findProgram(name: string, like: TestEngine): string | undefined {
  return [...(like.programs?.split(':') ?? []), ...(process.env['PATH'] ?? '').split(':'), '/usr/sbin']
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file) && isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
