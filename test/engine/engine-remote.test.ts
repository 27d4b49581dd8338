import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectEngine, type Engine } from '../../src/core/engine/index.ts';
import {
  engines,
  noPrivateEngine,
  type PrivateEngine,
  startPrivateEngine,
  type TemporaryFolder,
  temporaryFolder,
} from '../support/index.ts';

const run = promisify(execFile);

/** What has to work whatever the way to the engine: calls, streams, taken-over connections with half-closed input. */
async function expectToWork(engine: Engine): Promise<void> {
  const { containers } = engine;
  const id = await containers.create('remote', {
    Image: 'debian:12-slim',
    Cmd: ['sh', '-c', 'echo started; exec sleep infinity'],
    HostConfig: { NetworkMode: 'none', Init: true },
  });
  try {
    await containers.start(id);
    for await (const { data } of containers.logs(id, { follow: true })) {
      expect(data.toString()).toBe('started\n');
      break;
    }
    const process = await containers.execStream(id, { command: ['wc', '-c'], stdin: true });
    process.stderr.resume();
    process.stdin?.end(Buffer.alloc(1_000_000));
    expect(await text(process.stdout)).toBe('1000000\n');
    expect(await process.exitCode).toBe(0);
    const results = await Promise.all(
      ['1', '2', '3', '4'].map((code) => containers.exec(id, { command: ['sh', '-c', `exit ${code}`] })),
    );
    expect(results.map(({ exitCode }) => exitCode)).toEqual([1, 2, 3, 4]);
  } finally {
    await containers.remove(id, { force: true });
  }
}

for (const like of engines())
  describe.skipIf(noPrivateEngine(like))(`over TLS (engine ${like.name})`, () => {
    let folder: TemporaryFolder;
    let own: PrivateEngine;
    let door: Server;
    let address: string;
    beforeAll(async () => {
      folder = await temporaryFolder();
      await makeCertificates(folder.path);
      own = await startPrivateEngine({
        like,
        images: ['debian:12-slim'],
        args: [
          ...['--host', 'tcp://127.0.0.1:2376', '--tlsverify'],
          ...['--tlscacert', `${folder.path}/ca.pem`],
          ...['--tlscert', `${folder.path}/server.pem`, '--tlskey', `${folder.path}/server-key.pem`],
        ],
      });
      door = createServer({ allowHalfOpen: true }, (connection) => {
        const inside = `const s=require('net').connect(2376,'127.0.0.1').on('error',()=>{});process.stdin.pipe(s).pipe(process.stdout)`;
        const relay = spawn(
          'nsenter',
          ['--target', String(own.pid), '--net', process.execPath, '-e', inside],
          {
            stdio: ['pipe', 'pipe', 'inherit'],
          },
        );
        connection.pipe(relay.stdin);
        relay.stdout.pipe(connection);
        for (const stream of [connection, relay.stdin, relay.stdout]) stream.on('error', () => {});
        connection.once('close', () => relay.kill());
      }).listen(0, '127.0.0.1');
      address = await new Promise((resolve) =>
        door.once('listening', () => resolve(`tcp://127.0.0.1:${(door.address() as AddressInfo).port}`)),
      );
    });
    afterAll(async () => {
      door?.close();
      await own?.[Symbol.asyncDispose]();
      await folder?.[Symbol.asyncDispose]();
    });

    it('all works with the certificates of the client', async () => {
      const engine = await connectEngine({
        environment: { DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder.path },
      });
      // Keys are nobody's business.
      expect(engine.info).toMatchObject({ source: 'DOCKER_HOST', product: 'docker', local: true });
      expect(engine.info.endpoint).toEqual({
        kind: 'tcp',
        host: '127.0.0.1',
        port: Number(address.split(':').at(-1)),
        tls: { verify: true },
      });
      await expectToWork(engine);
      await engine.close();
    });

    it('an engine whose certificate is not to be trusted is refused', async () => {
      const environment = { DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/nowhere' };
      await expect(connectEngine({ environment })).rejects.toMatchObject({
        code: 'engine-not-found',
        message: expect.stringContaining(`DOCKER_HOST: no secure connection to ${address}`),
        remedy: expect.stringContaining('DOCKER_CERT_PATH'),
      });
    });

    it('a client without TLS hears what is wrong', async () => {
      await expect(connectEngine({ environment: { DOCKER_HOST: address } })).rejects.toMatchObject({
        code: 'engine-not-found',
        message: expect.stringContaining('Client sent an HTTP request to an HTTPS server'),
      });
    });
  });

/** An authority, and a certificate of each side that it signed. */
async function makeCertificates(folder: string): Promise<void> {
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl('req', '-x509', ...key, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-subj', '/CN=bytest');
  for (const [name, subject, extension] of [
    ['server', '/CN=localhost', 'subjectAltName=IP:127.0.0.1'],
    ['client', '/CN=client', 'extendedKeyUsage=clientAuth'],
  ] as const) {
    const [keyFile, file] = name === 'client' ? ['key.pem', 'cert.pem'] : [`${name}-key.pem`, `${name}.pem`];
    const signing = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-addext', extension];
    await openssl('req', '-x509', ...key, '-keyout', keyFile, '-out', file, '-subj', subject, ...signing);
  }
}

const sshd = ['/usr/sbin/sshd', '/usr/bin/sshd'].find((file) => existsSync(file));
const docker = ['/usr/bin/docker', '/usr/local/bin/docker'].find((file) => existsSync(file));
const noSsh = process.getuid?.() !== 0 || !sshd || !docker;

for (const like of engines())
  describe.skipIf(noSsh || noPrivateEngine(like))(`through ssh (engine ${like.name})`, () => {
    let folder: TemporaryFolder;
    let own: PrivateEngine;
    let server: ReturnType<typeof spawn>;
    let port: number;
    let searchPath: string | undefined;
    beforeAll(async () => {
      folder = await temporaryFolder();
      own = await startPrivateEngine({ like, images: ['debian:12-slim'] });
      port = await freePort();
      await prepareSsh(folder, port, own.socket);
      // The user's own ssh is used as it is; here it gets a configuration that leads to the keys of the test.
      searchPath = process.env['PATH'];
      process.env['PATH'] = `${folder.path}/bin:${searchPath}`;
      server = await startSshd(sshd ?? '', path.join(folder.path, 'sshd_config'));
    });
    afterAll(async () => {
      process.env['PATH'] = searchPath;
      server?.kill();
      await own?.[Symbol.asyncDispose]();
      await folder?.[Symbol.asyncDispose]();
    });
    const host = () => `ssh://${userInfo().username}@127.0.0.1:${port}`;

    it('an unknown host is refused, in the words of ssh', async () => {
      await expect(connectEngine({ environment: { DOCKER_HOST: host() } })).rejects.toMatchObject({
        code: 'engine-not-found',
        message: expect.stringContaining('Host key verification failed'),
        remedy: expect.stringContaining('docker version'),
      });
    });

    it('all works with a known one, and nothing is left running', async () => {
      const hostKey = await readFile(path.join(folder.path, 'host_key.pub'), 'utf8');
      await folder.write({ known_hosts: `[127.0.0.1]:${port} ${hostKey}` });
      const engine = await connectEngine({ environment: { DOCKER_HOST: host() } });
      expect(engine.info).toMatchObject({ endpoint: { kind: 'ssh', port }, local: false, product: 'docker' });
      await expectToWork(engine);
      await engine.close();
      await expect.poll(() => childrenNamed('ssh')).toEqual([]);
    });

    it('an engine that is not there is told from a host that is not there', async () => {
      const environment = { DOCKER_HOST: `${host()}/nowhere/docker.sock` };
      await expect(connectEngine({ environment })).rejects.toMatchObject({
        code: 'engine-not-found',
        message: expect.stringContaining('/nowhere/docker.sock'),
      });
    });
  });

/** Keys, the server's configuration, and an `ssh` on the path that takes the test's configuration. */
async function prepareSsh(folder: TemporaryFolder, port: number, socket: string): Promise<void> {
  const at = (file: string) => path.join(folder.path, file);
  for (const key of ['host_key', 'user_key'])
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'bytest', '-f', at(key)]);
  await folder.write({
    known_hosts: '',
    authorized_keys: await readFile(at('user_key.pub')),
    sshd_config: [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host_key')}`,
      `AuthorizedKeysFile ${at('authorized_keys')}`,
      `PidFile ${at('sshd.pid')}`,
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      `SetEnv DOCKER_HOST=unix://${socket}`,
    ].join('\n'),
    ssh_config: [
      `IdentityFile ${at('user_key')}`,
      'IdentitiesOnly yes',
      `UserKnownHostsFile ${at('known_hosts')}`,
      'GlobalKnownHostsFile none',
    ].join('\n'),
    'bin/ssh': `#!/bin/sh\nexec /usr/bin/ssh -F ${at('ssh_config')} "$@"\n`,
  });
  await chmod(at('bin/ssh'), 0o755);
}

async function childrenNamed(name: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-o', 'comm=,pid=', '--ppid', String(process.pid)]);
  return stdout.split('\n').filter((line) => line.startsWith(`${name} `));
}

async function startSshd(program: string, configuration: string): Promise<ReturnType<typeof spawn>> {
  // Where sshd shuts its unprivileged part in; the machine's service would make it.
  await mkdir('/run/sshd', { recursive: true });
  const child = spawn(program, ['-D', '-e', '-f', configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`sshd ended:\n${said.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      if (line.includes('Server listening')) resolve();
    });
  });
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
