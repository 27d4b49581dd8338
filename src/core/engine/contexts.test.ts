import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCandidates, knownSockets } from './candidates.ts';
import { contextNames, parseHost, readContext } from './contexts.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'bytest-home-'));
});
afterEach(() => rm(home, { recursive: true }));

async function writeContext(name: string, host: string, extra: { skip?: boolean; ca?: string } = {}) {
  const hash = createHash('sha256').update(name).digest('hex');
  const meta = join(home, '.docker/contexts/meta', hash);
  await mkdir(meta, { recursive: true });
  const docker = { Host: host, SkipTLSVerify: extra.skip ?? false };
  await writeFile(
    join(meta, 'meta.json'),
    JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker } }),
  );
  if (extra.ca === undefined) return;
  const tls = join(home, '.docker/contexts/tls', hash, 'docker');
  await mkdir(tls, { recursive: true });
  await writeFile(join(tls, 'ca.pem'), extra.ca);
}

async function writeSettings(settings: string) {
  await mkdir(join(home, '.docker'), { recursive: true });
  await writeFile(join(home, '.docker/config.json'), settings);
}

describe('addresses', () => {
  it.each([
    ['unix:///run/docker.sock', { kind: 'socket', path: '/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { kind: 'socket', path: '//./pipe/docker_engine' }],
    ['tcp://build.example', { kind: 'tcp', host: 'build.example', port: 2375 }],
    ['build.example:4000', { kind: 'tcp', host: 'build.example', port: 4000 }],
    ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375 }],
    ['https://build.example', { kind: 'tcp', host: 'build.example', port: 2376, tls: {} }],
    ['ssh://me@build.example', { kind: 'ssh', destination: 'me@build.example' }],
    ['ssh://build.example:2222', { kind: 'ssh', destination: 'build.example', port: 2222 }],
    [
      'ssh://build/run/user/1/docker.sock',
      { kind: 'ssh', destination: 'build', path: '/run/user/1/docker.sock' },
    ],
  ])('%s', (host, endpoint) => expect(parseHost(host)).toEqual(endpoint));

  it.each([
    'unix://',
    'ftp://build.example',
    'tcp://',
    'ssh://',
    'ssh://-oProxyCommand=x/',
    'ssh://-oX@host',
  ])('refuses %s', (host) => expect(() => parseHost(host)).toThrow('is not one that Blockyard knows'));
});

describe('where the engine is looked for', () => {
  it('is DOCKER_HOST before all, with the certificates that go with it', async () => {
    await writeContext('remote', 'tcp://remote.example:2376');
    await writeSettings('{"currentContext": "remote"}');
    await writeFile(join(home, 'ca.pem'), 'the authority');
    const environment = {
      HOME: home,
      DOCKER_HOST: 'tcp://build.example:2376',
      DOCKER_CONTEXT: 'remote',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: home,
    };
    const tls = { ca: 'the authority', verify: true };
    expect(await findCandidates(environment)).toEqual({
      chosen: true,
      list: [{ source: 'DOCKER_HOST', endpoint: { kind: 'tcp', host: 'build.example', port: 2376, tls } }],
    });
  });

  it('is the context of the environment, then that of the settings', async () => {
    await writeContext('remote', 'tcp://remote.example:2376', { ca: 'its authority' });
    await writeContext('colima', 'unix:///home/me/.colima/docker.sock');
    await writeSettings('{"currentContext": "colima", "auths": {}}');
    expect(await findCandidates({ HOME: home })).toEqual({
      chosen: true,
      list: [
        { source: 'context colima', endpoint: { kind: 'socket', path: '/home/me/.colima/docker.sock' } },
      ],
    });
    const tls = { ca: 'its authority', verify: true };
    expect(await findCandidates({ HOME: home, DOCKER_CONTEXT: 'remote' })).toEqual({
      chosen: true,
      list: [
        { source: 'context remote', endpoint: { kind: 'tcp', host: 'remote.example', port: 2376, tls } },
      ],
    });
    expect((await findCandidates({ HOME: home, DOCKER_CONTEXT: 'default' })).chosen).toBe(false);
    expect(await contextNames({ HOME: home })).toEqual(['colima', 'remote']);
  });

  it('is every known socket when nothing is chosen, those of Podman last', async () => {
    const environment = { HOME: '/home/me', XDG_RUNTIME_DIR: '/run/user/7' };
    const sockets = knownSockets(environment, 'linux');
    expect(sockets.slice(0, 3)).toEqual([
      '/var/run/docker.sock',
      '/run/user/7/docker.sock',
      '/home/me/.docker/run/docker.sock',
    ]);
    expect(sockets).toContain('/home/me/.colima/default/docker.sock');
    expect(sockets).toContain('/home/me/.orbstack/run/docker.sock');
    expect(sockets.slice(-2)).toEqual(['/run/user/7/podman/podman.sock', '/run/podman/podman.sock']);
    expect(knownSockets({}, 'win32')[0]).toBe('//./pipe/docker_engine');
    const { chosen, list } = await findCandidates({ HOME: home });
    expect(chosen).toBe(false);
    expect(list.map(({ source }) => source)).toEqual(knownSockets({ HOME: home }));
  });

  it('fails with the names that there are when the context is unknown', async () => {
    await writeContext('colima', 'unix:///x.sock');
    await expect(readContext({ HOME: home }, 'colina')).rejects.toMatchObject({
      code: 'engine-not-found',
      message: 'There is no Docker context named colina.',
      remedy: 'Choose one of these with `docker context use`: default, colima.',
    });
  });

  it('names the file when the settings are broken', async () => {
    await writeSettings('{"currentContext": ');
    await expect(findCandidates({ HOME: home })).rejects.toMatchObject({
      code: 'usage',
      where: { file: join(home, '.docker/config.json') },
    });
  });
});
