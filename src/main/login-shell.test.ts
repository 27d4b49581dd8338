import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loginEnvironment, readEnvironment } from './login-shell.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'bytest-shell-'));
});
afterAll(() => rm(home, { recursive: true }));

const bare = () => ({ HOME: home, PATH: '/usr/bin:/bin', SHELL: '/bin/bash', EDITOR: 'ed' });

test('what the login shell sets reaches the core, what else it sets does not', async () => {
  await writeFile(
    join(home, '.bash_profile'),
    `echo 'Welcome, PATH=/nowhere!'
     printf '\\e]0;a title\\a'
     export PATH="/opt/tools:$PATH" DOCKER_HOST=unix:///home/docker.sock SSH_AUTH_SOCK=/tmp/agent
     export https_proxy=http://proxy:3128 NO_PROXY=localhost EDITOR=vi AWS_SECRET_ACCESS_KEY=secret
     export MOTD="one
DOCKER_CONFIG=/forged"`,
  );
  expect(await loginEnvironment(bare(), 'linux', false)).toEqual({
    ...bare(),
    // Between lies what this system's own files make of it.
    PATH: expect.stringMatching(/^\/opt\/tools:.*\/bin/),
    DOCKER_HOST: 'unix:///home/docker.sock',
    SSH_AUTH_SOCK: '/tmp/agent',
    https_proxy: 'http://proxy:3128',
    NO_PROXY: 'localhost',
  });
});

test('files that ask, fail, or leave something running hold nothing up', async () => {
  await writeFile(
    join(home, '.bash_profile'),
    'export DOCKER_HOST=tcp://a:1; sleep 600 & read -p "Your name? " name; false; return 3',
  );
  expect(await loginEnvironment(bare(), 'linux', false)).toMatchObject({ DOCKER_HOST: 'tcp://a:1' });
});

test('a shell that only floods, and one that is not there, add nothing', async () => {
  const flood = join(home, 'flood');
  await writeFile(flood, '#!/bin/sh\nexec yes PATH=/forged\n');
  await chmod(flood, 0o755);
  expect(await loginEnvironment({ ...bare(), SHELL: flood }, 'linux', false)).toEqual({
    ...bare(),
    SHELL: flood,
  });
  const missing = { ...bare(), SHELL: join(home, 'missing') };
  expect(await loginEnvironment(missing, 'darwin', false)).toEqual(missing);
});

test('nobody is asked on Windows, nor from a terminal', async () => {
  const environment = { ...bare(), SHELL: join(home, 'missing') };
  expect(await loginEnvironment(environment, 'linux', true)).toEqual(environment);
  expect(await loginEnvironment(environment, 'win32', false)).toEqual(environment);
});

test('an `env` without -0 is read by lines', () => {
  expect(readEnvironment('noise MARKPATH=/a\nLANG=C\nDOCKER_HOST=b=c\nMARK noise', 'MARK')).toEqual({
    PATH: '/a',
    DOCKER_HOST: 'b=c',
  });
  expect(readEnvironment('nothing', 'MARK')).toEqual({});
});
