import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCredentialStore, registryAuth, registryConfig } from './credentials.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-credentials-'));
});
afterEach(() => rm(folder, { recursive: true }));

const basic = (text: string) => Buffer.from(text).toString('base64');

async function find(config: object | string, registry: string) {
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  await writeFile(join(folder, 'config.json'), text);
  const environment = { DOCKER_CONFIG: folder, PATH: `${folder}:${process.env['PATH']}` };
  return createCredentialStore(environment).find(registry);
}

/** A helper that answers as the script says; `$server` is what it was asked for. */
async function helper(name: string, script: string): Promise<void> {
  const file = join(folder, `docker-credential-${name}`);
  await writeFile(file, `#!/bin/sh\nserver=$(cat)\n${script}\n`);
  await chmod(file, 0o755);
}

describe('credentials of config.json', () => {
  it.each([
    ['docker.io', 'https://index.docker.io/v1/'],
    ['reg.local:5000', 'reg.local:5000'],
    ['reg.local', 'https://reg.local/v2/'],
  ])('for %s stand under %s', async (registry, key) => {
    expect(await find({ auths: { [key]: { auth: basic('ann:pa:ss') } } }, registry)).toEqual({
      credentials: { kind: 'password', username: 'ann', password: 'pa:ss' },
    });
  });

  it('may be an identity token', async () => {
    const auths = { 'reg.local': { auth: basic('x:'), identitytoken: 'token' } };
    expect(await find({ auths }, 'reg.local')).toEqual({
      credentials: { kind: 'identity-token', token: 'token' },
    });
  });

  it('are none for another registry, or without a file', async () => {
    expect(await find({ auths: { 'reg.local': { auth: basic('a:b') } } }, 'other.local')).toEqual({});
    expect(await createCredentialStore({ DOCKER_CONFIG: join(folder, 'no') }).find('reg.local')).toEqual({});
  });

  it('in a broken file are a problem that names the file', async () => {
    const { problem } = await find('{', 'reg.local');
    expect(problem).toMatchObject({ code: 'registry-denied', where: { file: join(folder, 'config.json') } });
  });
});

describe.skipIf(process.platform === 'win32')('a credential helper', () => {
  it('is asked for the registry, Docker Hub by its old address', async () => {
    await helper(
      'echo',
      'echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"ann\\",\\"Secret\\":\\"for $server\\"}"',
    );
    expect(await find({ credsStore: 'echo' }, 'reg.local:5000')).toEqual({
      credentials: { kind: 'password', username: 'ann', password: 'for reg.local:5000' },
    });
    expect(await find({ credsStore: 'echo' }, 'docker.io')).toMatchObject({
      credentials: { password: 'for https://index.docker.io/v1/' },
    });
  });

  it('of a registry goes before the one for all', async () => {
    await helper('all', 'exit 9');
    await helper('one', 'echo "{\\"Username\\":\\"<token>\\",\\"Secret\\":\\"t\\"}"');
    const config = { credsStore: 'all', credHelpers: { 'reg.local': 'one' } };
    expect(await find(config, 'reg.local')).toEqual({ credentials: { kind: 'identity-token', token: 't' } });
  });

  it('may have none', async () => {
    await helper('empty', 'echo "credentials not found in native keychain"; exit 1');
    expect(await find({ credsStore: 'empty' }, 'reg.local')).toEqual({});
  });

  it('that is missing or fails is a problem, not the end', async () => {
    expect((await find({ credsStore: 'absent' }, 'reg.local')).problem).toMatchObject({
      message:
        "The credentials for a registry can't be read: the credential helper docker-credential-absent can't be started.",
      remedy: expect.stringContaining('Install docker-credential-absent'),
    });
    await helper('locked', 'echo "the key store is locked"; exit 1');
    expect((await find({ credsStore: 'locked' }, 'reg.local')).problem?.message).toContain(
      'the key store is locked',
    );
    await helper('babble', 'echo "secret"');
    const { problem } = await find({ credsStore: 'babble' }, 'reg.local');
    expect(problem?.message).toContain('did not answer with JSON');
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('is asked once by many at the same time', async () => {
    const count = join(folder, 'count');
    await helper(
      'count',
      `echo x >> ${count}; echo "{\\"Username\\":\\"a\\",\\"Secret\\":\\"$(wc -l < ${count} | tr -d ' ')\\"}"`,
    );
    await writeFile(join(folder, 'config.json'), JSON.stringify({ credsStore: 'count' }));
    const store = createCredentialStore({ DOCKER_CONFIG: folder, PATH: `${folder}:${process.env['PATH']}` });
    const answers = await Promise.all(Array.from({ length: 5 }, () => store.find('reg.local')));
    expect(answers).toHaveLength(5);
    for (const answer of answers) expect(answer.credentials).toMatchObject({ password: '1' });
  });
});

it('headers are what the engine reads', () => {
  const password = { kind: 'password', username: 'ann', password: 'ü?>' } as const;
  const read = (header: string) => JSON.parse(Buffer.from(header, 'base64url').toString());
  expect(read(registryAuth('reg.local', password))).toEqual({
    username: 'ann',
    password: 'ü?>',
    serveraddress: 'reg.local',
  });
  expect(read(registryConfig(new Map([['docker.io', { kind: 'identity-token', token: 't' }]])))).toEqual({
    'https://index.docker.io/v1/': { identitytoken: 't', serveraddress: 'https://index.docker.io/v1/' },
  });
});
