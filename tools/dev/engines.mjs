// @ts-check
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { canInstall, debianMirror, distribution, install } from './debian.mjs';
import { versionAt } from './engine-api.mjs';
import { inCache } from './places.mjs';
import { capture, DevError, onPath, runStep, say } from './run.mjs';

/** @typedef {import('./engine-api.mjs').EngineAddress} EngineAddress */

/**
 * The engine that runs on this machine; on Debian and Ubuntu as root it is installed and started where there is none.
 * @returns {Promise<EngineAddress>}
 */
export async function provideEngine() {
  const running = await findEngine();
  if (running) return running;
  if (!(await canInstall())) throw new DevError(whatToInstall());
  if (!(await onPath('dockerd'))) {
    await install(['docker.io', 'iptables']);
    // Where systemd runs, the package has started it.
    const started = await findEngine();
    if (started) return started;
  }
  say('· starting the engine (dockerd) …');
  const socket = '/var/run/docker.sock';
  return startEngine({ socket, log: inCache('logs', 'dockerd.log'), args: [], env: process.env });
}

/**
 * A second, current engine for the tests: Debian 13's, unpacked into the cache beside Debian 12's own.
 * @param {EngineAddress} first
 * @returns {Promise<EngineAddress | undefined>} undefined where tests run on the first one alone
 */
export async function provideSecondEngine(first) {
  const unpacked = Number.parseInt(first.name, 10) < 26 ? await unpackDebian13() : undefined;
  if (!unpacked) return undefined;
  const programs = `${unpacked}/usr/sbin:${unpacked}/usr/bin`;
  const folder = inCache('second-engine', 'run');
  const socket = path.join(folder, 'docker.sock');
  const version = await versionAt({ name: '', socket });
  if (version) return { name: short(version), socket, programs };

  say('· starting the second engine …');
  mkdirSync(folder, { recursive: true });
  // With address pools and networks of its last time, dockerd deletes `docker0`, the bridge of the first engine.
  rmSync(path.join(folder, 'data', 'network'), { recursive: true, force: true });
  await provideBridge('blockyard-dev', '10.213.0.1/24');
  const started = await startEngine({
    socket,
    log: inCache('logs', 'dockerd-second.log'),
    args: [
      ...['--host', `unix://${socket}`, '--bridge', 'blockyard-dev'],
      ...['--data-root', path.join(folder, 'data'), '--exec-root', path.join(folder, 'exec')],
      ...[
        '--pidfile',
        path.join(folder, 'docker.pid'),
        '--default-address-pool',
        'base=10.214.0.0/16,size=24',
      ],
    ],
    env: { ...process.env, PATH: `${programs}:${process.env['PATH']}` },
  });
  return { ...started, programs };
}

/** A current Compose, the oracle of test/peers; undefined where Debian 13's packages can't be had. */
export async function provideCompose() {
  const unpacked = await unpackDebian13();
  return unpacked && path.join(unpacked, 'usr/libexec/docker/cli-plugins/docker-compose');
}

/** @returns {Promise<EngineAddress | undefined>} */
async function findEngine() {
  for (const socket of await knownSockets()) {
    const version = await versionAt({ name: '', socket });
    if (version) return { name: short(version), socket };
  }
  return undefined;
}

/** DOCKER_HOST, the current docker context, then the usual places. */
async function knownSockets() {
  const named = process.env['DOCKER_HOST'];
  if (named) return [socketOf(named)].filter((socket) => socket !== undefined);
  if (process.platform === 'win32') return ['//./pipe/docker_engine'];
  const home = homedir();
  const usual = [
    '/var/run/docker.sock',
    `${home}/.docker/run/docker.sock`,
    `${home}/.orbstack/run/docker.sock`,
    `${home}/.colima/default/docker.sock`,
    `${home}/.rd/docker.sock`,
    `${process.env['XDG_RUNTIME_DIR'] ?? '/run/user/0'}/docker.sock`,
    `${process.env['XDG_RUNTIME_DIR'] ?? '/run/user/0'}/podman/podman.sock`,
  ].filter((socket) => existsSync(socket));
  const context = existsSync(`${home}/.docker/config.json`) ? await socketOfContext() : undefined;
  return context ? [context, ...usual] : usual;
}

async function socketOfContext() {
  const args = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
  const { code, output } = await capture('docker', args);
  return code === 0 ? socketOf(output.trim()) : undefined;
}

/** @param {string} host */
function socketOf(host) {
  return /^(?:unix|npipe):\/\/(.+)$/.exec(host)?.[1];
}

/**
 * Starts a dockerd that outlives us. Its pid goes into the file of BLOCKYARD_DEV_STARTED, for who wants to stop it later.
 * @param {{socket: string, log: string, args: string[], env: NodeJS.ProcessEnv}} request
 * @returns {Promise<EngineAddress>}
 */
async function startEngine({ socket, log, args, env }) {
  const output = openSync(log, 'a');
  const child = spawn('dockerd', args, { detached: true, stdio: ['ignore', output, output], env });
  let ended = false;
  child.on('error', () => {
    ended = true;
  });
  child.on('exit', () => {
    ended = true;
  });
  child.unref();
  const record = process.env['BLOCKYARD_DEV_STARTED'];
  if (record && child.pid) appendFileSync(record, `${child.pid}\n`);
  const deadline = Date.now() + 60_000;
  while (!ended && Date.now() < deadline) {
    const version = await versionAt({ name: '', socket });
    if (version) return { name: short(version), socket };
    await pause(100);
  }
  const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
  throw new DevError(`The engine did not start:\n${tail}\n(all of it: ${log})`);
}

/**
 * Docker and Compose of Debian 13, downloaded with apt and unpacked once.
 * @returns {Promise<string | undefined>} the folder that takes the place of /
 */
async function unpackDebian13() {
  const mirror = debianMirror();
  if (!mirror || distribution() !== 'debian 12' || !(await canInstall())) return undefined;
  const folder = inCache('second-engine', 'root');
  const complete = inCache('second-engine', 'complete');
  if (existsSync(complete)) return folder;

  const apt = inCache('second-engine', 'apt');
  for (const part of ['lists/partial', 'archives/partial', 'debs'])
    mkdirSync(path.join(apt, part), { recursive: true });
  const list = path.join(apt, 'trixie.list');
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(list, `deb [signed-by=${keyring}] ${mirror} trixie main\n`);
  const options = [
    ...['-o', `Dir::Etc::sourcelist=${list}`, '-o', 'Dir::Etc::sourceparts=/dev/null'],
    ...['-o', `Dir::State::lists=${apt}/lists`, '-o', `Dir::Cache=${apt}`, '-o', 'APT::Sandbox::User=root'],
  ];
  const packages = ['docker.io', 'docker-cli', 'docker-compose', 'docker-buildx', 'containerd'];
  await runStep('reading Debian 13’s package list', 'apt-get', [...options, 'update']);
  const debs = path.join(apt, 'debs');
  await runStep('downloading Debian 13’s engine', 'apt-get', [...options, 'download', ...packages], {
    cwd: debs,
  });
  rmSync(folder, { recursive: true, force: true });
  const unpack = `for deb in ${debs}/*.deb; do dpkg -x "$deb" ${folder}; done`;
  await runStep('unpacking Debian 13’s engine', 'sh', ['-ec', unpack]);
  rmSync(apt, { recursive: true, force: true });
  writeFileSync(complete, '');
  return folder;
}

/** @param {string} name @param {string} address */
async function provideBridge(name, address) {
  if (!(await onPath('ip'))) await install(['iproute2']);
  if ((await capture('ip', ['link', 'show', name])).code === 0) return;
  await runStep('making a bridge for the second engine', 'sh', [
    '-ec',
    `ip link add ${name} type bridge; ip address add ${address} dev ${name}; ip link set ${name} up`,
  ]);
}

/** @param {string} version */
function short(version) {
  return version.split('.').slice(0, 2).join('.');
}

function whatToInstall() {
  const what = {
    darwin:
      'Install and start one: Docker Desktop, OrbStack, or `brew install colima docker && colima start`.',
    win32: 'Install and start Docker Desktop.',
  }[/** @type {'darwin' | 'win32'} */ (process.platform)];
  const linux =
    'Install and start one: `sudo apt-get install docker.io` on Debian and Ubuntu (or run this as root, which does it), `sudo dnf install moby-engine` on Fedora. You have to be in the group `docker` to reach it.';
  return `No container engine answers on this machine. ${what ?? linux}`;
}
