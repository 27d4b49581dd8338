import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { engines, temporaryFolder, testCore, until } from '../support/index.ts';

/* Nothing here needs an engine: it is away all the time. */

const run = promisify(execFile);
const noEngine = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
const compose = 'services:\n  app:\n    image: busybox\n';

async function git(folder: string, ...words: string[]): Promise<void> {
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'init.defaultBranch=main'];
  await run('git', [...author, ...words], { cwd: folder });
}

async function repository() {
  const folder = await temporaryFolder({ 'work/compose.yaml': compose, 'work/README.md': 'A shop.' });
  const work = path.join(folder.path, 'work');
  await git(work, 'init', '--quiet');
  await git(work, 'add', '.');
  await git(work, 'commit', '--quiet', '-m', 'all');
  await git(folder.path, 'clone', '--quiet', '--bare', 'work', 'shop.git');
  return Object.assign(folder, { work, url: `file://${folder.path}/shop.git` });
}

it('a folder is opened, shown without an engine, opened again, forgotten', async () => {
  await using folder = await temporaryFolder({
    'one/compose.yaml': compose,
    'two/docker-compose.yml': compose,
  });
  await using core = await testCore(noEngine);
  const all = await core.client.projects.follow({}, { signal: core.signal });
  await until(all, (it) => it.length === 0);
  const one = await core.client.projects.add({ folder: path.join(folder.path, 'one') });
  expect(one).toMatchObject({
    id: expect.stringMatching(/^p-[0-9a-f]{12}$/),
    name: 'one',
    kind: 'opened',
    state: 'unknown',
    services: { total: 1, ready: 0, waiting: 0, failed: 0 },
  });
  await core.client.projects.add({ folder: path.join(folder.path, 'two') });
  await symlink(path.join(folder.path, 'one'), path.join(folder.path, 'link'));
  await until(all, (it) => it.map(({ name }) => name).join() === 'two,one');
  expect(await core.client.projects.add({ folder: path.join(folder.path, 'link') })).toMatchObject({
    id: one.id,
  });
  await until(all, (it) => it.map(({ name }) => name).join() === 'one,two');
  await core.client.projects.forget({ project: one.id });
  await until(all, (it) => it.map(({ name }) => name).join() === 'two');
  expect(await readFile(path.join(folder.path, 'one/compose.yaml'), 'utf8')).toBe(compose);
  await expect(core.client.projects.forget({ project: one.id })).rejects.toMatchObject({
    code: 'project-not-found',
  });
});

it('what cannot be opened says why', async () => {
  await using folder = await temporaryFolder({ 'empty/file': '' });
  await using core = await testCore(noEngine);
  const add = (name: string) => core.client.projects.add({ folder: path.join(folder.path, name) });
  await expect(add('empty')).rejects.toMatchObject({ code: 'project-not-found' });
  await expect(add('nowhere')).rejects.toMatchObject({ code: 'file-not-found' });
  await expect(add('empty/file')).rejects.toMatchObject({
    code: 'file-not-found',
    message: expect.stringContaining('is not a folder'),
  });
  await expect(core.client.projects.add({ folder: 'relative' })).rejects.toMatchObject({
    code: 'file-not-found',
  });
});

it('broken files are opened all the same, and the branch is followed, in a worktree too', async () => {
  await using source = await repository();
  await using core = await testCore(noEngine);
  const all = await core.client.projects.follow({}, { signal: core.signal });
  const { id } = await core.client.projects.add({ folder: source.work });
  const state = (it: { id: string; branch?: string | undefined; problem?: unknown }[]) =>
    it.find((one) => one.id === id);
  await until(all, (it) => state(it)?.branch === 'main');
  await git(source.work, 'checkout', '--quiet', '-b', 'feature/cart');
  await until(all, (it) => state(it)?.branch === 'feature/cart');
  await writeFile(path.join(source.work, 'compose.yaml'), 'services: [');
  await until(all, (it) => state(it)?.problem !== undefined);
  await writeFile(path.join(source.work, 'compose.yaml'), compose);
  await until(all, (it) => state(it)?.problem === undefined);

  await git(source.work, 'worktree', 'add', '--quiet', '-b', 'fix', '../tree');
  const tree = await core.client.projects.add({ folder: path.join(source.path, 'tree') });
  expect(tree.branch).toBe('fix');
});

it('a variable that means one project does not hold for all', async () => {
  await using folder = await temporaryFolder({ 'one/compose.yaml': compose });
  await using core = await testCore({
    ...noEngine,
    COMPOSE_FILE: '/nowhere.yaml',
    COMPOSE_PROJECT_NAME: 'other',
  });
  expect(await core.client.projects.add({ folder: path.join(folder.path, 'one') })).toMatchObject({
    name: 'one',
  });
});

it('a repository is cloned with progress and opened', async () => {
  await using source = await repository();
  await using core = await testCore(noEngine);
  const { task } = await core.client.projects.clone({ url: source.url, parentFolder: core.home });
  const ended = await core.ended(task);
  expect(ended).toMatchObject({ state: 'done', kind: 'clone', title: `clone ${source.url}` });
  expect(ended.progress.length).toBeGreaterThan(1);
  expect(await readdir(path.join(core.home, 'shop'))).toEqual(['.git', 'README.md', 'compose.yaml']);
  expect(core.core.projects.opened()).toMatchObject([{ name: 'shop', folder: path.join(core.home, 'shop') }]);

  const again = await core.client.projects.clone({ url: source.url, parentFolder: core.home });
  expect(await core.ended(again.task)).toMatchObject({
    state: 'failed',
    error: { code: 'usage', message: expect.stringContaining('not empty') },
  });
  expect(await readdir(path.join(core.home, 'shop'))).toHaveLength(3);
});

it('a clone that fails tells git’s own words without the password, and leaves nothing', async () => {
  await using core = await testCore(noEngine);
  const missing = await core.client.projects.clone({
    url: 'file:///nowhere/shop.git',
    parentFolder: core.home,
  });
  expect(await core.ended(missing.task)).toMatchObject({
    state: 'failed',
    error: { code: 'not-found', message: expect.stringContaining('git says: fatal:') },
  });
  const url = 'http://someone:hunter2@127.0.0.1:9/shop.git';
  const refused = await core.client.projects.clone({ url, parentFolder: core.home });
  const ended = await core.ended(refused.task);
  expect(ended).toMatchObject({ state: 'failed', title: 'clone http://127.0.0.1:9/shop.git' });
  expect(JSON.stringify(core.core.tasks.list())).not.toContain('hunter2');
  expect(core.core.tasks.requestOf(refused.task)).toBeUndefined();
  expect(await readdir(core.home)).toEqual([]);
});

it('a clone that is cancelled ends, and leaves nothing', async () => {
  await using core = await testCore(noEngine);
  // A server that never answers.
  const { createServer } = await import('node:net');
  const server = createServer();
  const connected = new Promise((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  try {
    const url = `git://127.0.0.1:${port}/shop.git`;
    const { task } = await core.client.projects.clone({ url, parentFolder: core.home });
    const socket = (await connected) as import('node:net').Socket;
    await core.client.tasks.cancel({ id: task });
    expect(await core.ended(task)).toMatchObject({ state: 'cancelled' });
    socket.destroy();
    expect(await readdir(core.home)).toEqual([]);
  } finally {
    server.close();
  }
});

it('addresses that would run programs or be options are refused before anything is started', async () => {
  await using core = await testCore(noEngine);
  for (const url of [
    'ext::sh -c touch% /tmp/x',
    'fd::17',
    '--upload-pack=touch /tmp/x',
    'ssh://-oProxyCommand=touch/x',
    'transport::address',
    'https://host/\u0000',
    'javascript://x/y',
    '',
  ])
    await expect(core.client.projects.clone({ url, parentFolder: core.home })).rejects.toMatchObject({
      code: 'usage',
    });
  expect(core.core.tasks.list()).toEqual([]);
});

it('folders are listed for a chooser', async () => {
  await using folder = await temporaryFolder({
    'shop/compose.yaml': compose,
    'empty/x': '',
    '.hidden/compose.yaml': compose,
    'repository/.git/HEAD': 'ref: refs/heads/main',
    file: '',
  });
  await using core = await testCore(noEngine);
  const listing = await core.client.projects.folders({ path: folder.path });
  expect(listing).toEqual({
    path: folder.path,
    parent: path.dirname(folder.path),
    folders: [
      { name: 'empty', path: `${folder.path}/empty`, hasComposeFile: false, isRepository: false },
      { name: 'repository', path: `${folder.path}/repository`, hasComposeFile: false, isRepository: true },
      { name: 'shop', path: `${folder.path}/shop`, hasComposeFile: true, isRepository: false },
    ],
    omitted: 0,
    hasComposeFile: false,
  });
  expect((await core.client.projects.folders({})).path).toBe(core.home);
  await expect(core.client.projects.folders({ path: `${folder.path}/nowhere` })).rejects.toMatchObject({
    code: 'file-not-found',
  });
  const closed = path.join(folder.path, 'closed');
  await mkdir(closed);
  await chmod(closed, 0);
  if (process.getuid?.() !== 0)
    await expect(core.client.projects.folders({ path: closed })).rejects.toMatchObject({
      code: 'permission-denied',
    });
});

it('the sample is copied once and opened', async () => {
  await using core = await testCore(noEngine);
  const sample = await core.client.projects.openSample({});
  expect(sample).toMatchObject({
    name: 'shop',
    services: { total: 6 },
    folder: `${core.home}/blockyard/shop`,
  });
  await writeFile(path.join(core.home, 'blockyard/shop/mine'), '');
  expect(await core.client.projects.openSample({})).toMatchObject({ id: sample.id });
  expect(await readdir(path.join(core.home, 'blockyard/shop'))).toContain('mine');
});

it('engines are listed and chosen, unless the environment says which', async () => {
  const [engine] = engines();
  await using fixed = await testCore(noEngine);
  await expect(fixed.client.engines.choose({ id: 'context other' })).rejects.toMatchObject({
    code: 'usage',
    data: { remedy: 'Start Blockyard without DOCKER_HOST to choose here.' },
  });
  const found = await fixed.client.engines.list({});
  expect(found[0]).toMatchObject({ id: 'DOCKER_HOST', kind: 'environment', answers: false, chosen: true });

  await using core = await testCore({ DOCKER_HOST: '' });
  const states = await core.client.engines.follow({}, { signal: core.signal });
  const address = `unix://${engine?.socket}`;
  await core.client.engines.choose({ id: 'unix:///nowhere/docker.sock' });
  await until(states, (it) => it.state === 'away');
  expect(await core.client.engines.choose({ id: address })).toMatchObject({ state: 'connecting' });
  expect(await until(states, (it) => it.state === 'connected')).toMatchObject({ info: { address } });
  const list = await core.client.engines.list({});
  expect(list.filter(({ chosen }) => chosen)).toMatchObject([
    { id: address, answers: true, product: 'docker' },
  ]);
  await expect(core.client.engines.choose({ id: 'nonsense' })).rejects.toMatchObject({ code: 'usage' });
});
