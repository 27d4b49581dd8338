import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  downloadPath,
  listFolder,
  type Place,
  placesOf,
  readFile,
  removeHelpers,
} from '../../src/core/files/index.ts';
import { describeOnEachEngine } from '../support/index.ts';
import { type TestStack, testStack } from '../support/stack.ts';

const compose = `
services:
  web:
    image: debian:12-slim
    command: sleep infinity
    init: true
    network_mode: none
    tmpfs: /scratch
    volumes: [data:/data]
  small:
    image: busybox
    command: sleep infinity
    init: true
    network_mode: none
  bare:
    image: busybox
    command: sleep infinity
    init: true
    network_mode: none
volumes:
  data: {}
  lonely: {}
`;

type TestEngine = Parameters<typeof testStack>[0];

async function runningStack(testEngine: TestEngine, services: string[]): Promise<TestStack> {
  const stack = await testStack(testEngine, compose, {}, 'files');
  try {
    const opened = await stack.open();
    await stack.run((task) => opened.up({ services }, task));
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
  return stack;
}

const containerOf = (stack: TestStack, service: string): Place => ({
  kind: 'container',
  name: `${stack.name}-${service}-1`,
});
const volumeOf = (stack: TestStack, name: string): Place => ({
  kind: 'volume',
  name: `${stack.name}_${name}`,
});

/** Runs a script in a container of a service to its end. */
async function inside(stack: TestStack, service: string, script: string): Promise<void> {
  const { exitCode, output } = await stack.engine.containers.exec(containerOf(stack, service).name, {
    command: ['sh', '-c', script],
  });
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
}

/** The pieces of a download put together, as a digest. */
async function downloaded(stack: TestStack, place: Place, path: string) {
  const hash = createHash('sha256');
  let [name, length, size] = ['', 0, undefined as number | undefined];
  for await (const piece of downloadPath(stack.engine, place, path)) {
    const bytes = Buffer.from(piece.base64, 'base64');
    expect(bytes.length).toBeLessThanOrEqual(192 * 1024);
    hash.update(bytes);
    length += bytes.length;
    ({ name, size } = piece);
  }
  return { name, length, size, digest: hash.digest('hex') };
}

const hostile = ['a b', 'it\'s "quoted" `x` $HOME', '-rf', '*', 'größe 😀', '.hidden', '..odd', 'two\nlines'];
const makeHostile = `
mkdir -p /h/folder && cd /h && printf hello > ./file && chmod 4751 ./file
for name in 'a b' "it's \\"quoted\\" \\\`x\\\` \\$HOME" -rf '*' 'größe 😀' .hidden ..odd; do : > "./$name"; done
: > "./two
lines"
ln -s folder to-folder; ln -s /nothing/there nowhere; ln -s "odd
target" to-odd; ln -s file to-file
chown 1234:5678 ./folder; mkfifo pipe`;

describeOnEachEngine('files of a stack', (testEngine) => {
  it.each(['web', 'small', 'stopped'])('are listed whatever they are called (%s)', async (which) => {
    const service = which === 'stopped' ? 'small' : which;
    await using stack = await runningStack(testEngine, [service]);
    await inside(stack, service, makeHostile);
    if (which === 'stopped')
      await stack.engine.containers.kill(containerOf(stack, service).name, { signalName: 'KILL' });
    const { path, entries, omitted, note } = await listFolder(
      stack.engine,
      containerOf(stack, service),
      '/h/../h/',
    );
    expect({ path, omitted, note }).toEqual({ path: '/h', omitted: 0, note: undefined });
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    expect([...byName.keys()].sort()).toEqual(
      [...hostile, 'file', 'folder', 'nowhere', 'pipe', 'to-file', 'to-folder', 'to-odd'].sort(),
    );
    expect(entries[0]).toMatchObject({ kind: 'folder' });
    const leadsTo = (kind: string) => (which === 'stopped' ? undefined : kind);
    expect(byName.get('file')).toMatchObject({ kind: 'file', size: 5, mode: 'rwsr-x--x' });
    expect(byName.get('file')?.owner).toMatch(which === 'stopped' ? /^(0:0|root:root)$/ : /^root:root$/);
    expect(Math.abs((byName.get('file')?.changedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(byName.get('folder')).toMatchObject({ kind: 'folder', owner: '1234:5678' });
    expect(byName.get('pipe')).toMatchObject({ kind: 'other' });
    expect(byName.get('to-folder')).toMatchObject({
      kind: 'link',
      linkTarget: 'folder',
    });
    expect(byName.get('to-folder')?.leadsTo).toBe(leadsTo('folder'));
    expect(byName.get('to-file')?.leadsTo).toBe(leadsTo('file'));
    expect(byName.get('nowhere')).toMatchObject({ kind: 'link', linkTarget: '/nothing/there' });
    expect(byName.get('nowhere')?.leadsTo).toBe(leadsTo('nothing'));
    expect(byName.get('to-odd')?.linkTarget).toBe('odd\ntarget');
    for (const name of hostile)
      expect(await readFile(stack.engine, containerOf(stack, service), `/h/${name}`)).toMatchObject({
        size: 0,
        text: '',
      });
    expect(await readFile(stack.engine, containerOf(stack, service), '/h/to-file')).toMatchObject({
      path: '/h/to-file',
      text: 'hello',
    });
  });

  it('are listed to the two-thousandth of a big folder, folders first', async () => {
    await using stack = await runningStack(testEngine, ['web', 'small']);
    for (const service of ['web', 'small']) {
      await inside(stack, service, 'mkdir /many && cd /many && touch $(seq 1 5000) && mkdir zoo');
      const { entries, omitted } = await listFolder(stack.engine, containerOf(stack, service), '/many');
      expect(entries.length).toBe(2000);
      expect(omitted).toBe(3001);
      expect(entries.slice(0, 3).map(({ name }) => name)).toEqual(['zoo', '1', '2']);
    }
  });

  it('are found where a container has no tools, or is gone', async () => {
    await using stack = await runningStack(testEngine, ['bare', 'web']);
    const bare = containerOf(stack, 'bare');
    await inside(stack, 'bare', 'mkdir -p /a/b; echo hi > /a/b/c; exec busybox rm -rf /bin/sh');
    expect((await listFolder(stack.engine, bare, '/a')).entries).toMatchObject([{ name: 'b' }]);
    expect((await listFolder(stack.engine, bare, '/')).entries.map(({ name }) => name)).toContain('a');
    expect(await readFile(stack.engine, bare, '/a/b/c')).toMatchObject({ text: 'hi\n', size: 3 });

    const web = containerOf(stack, 'web');
    const failures = await Promise.all(
      [
        listFolder(stack.engine, web, '/nothing'),
        listFolder(stack.engine, bare, '/nothing'),
        readFile(stack.engine, web, '/nothing'),
        listFolder(stack.engine, web, '/etc/hostname'),
        listFolder(stack.engine, bare, '/a/b/c'),
        readFile(stack.engine, web, '/etc'),
        readFile(stack.engine, web, '/dev/zero'),
        listFolder(stack.engine, { kind: 'container', name: 'bytest-nobody' }, '/'),
        readFile(stack.engine, { kind: 'volume', name: 'bytest-nothing' }, '/'),
      ].map((work) => work.catch((error) => error.code)),
    );
    expect(failures).toEqual([
      ...['not-found', 'not-found', 'not-found', 'usage', 'usage', 'usage', 'usage'],
      ...['not-found', 'not-found'],
    ]);
  });

  it('are shown as what they are, as much as a person reads', async () => {
    await using stack = await runningStack(testEngine, ['web']);
    const web = containerOf(stack, 'web');
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await inside(
      stack,
      'web',
      `cd /srv; yes 'größe' | head -c 400000 > long; echo ${pixel} | base64 -d > pixel;
       head -c 2000 /bin/ls > program; echo latin | sed 's/$/ \\xe4/' > latin; echo fresh > /scratch/memory`,
    );
    const read = (path: string) => readFile(stack.engine, web, path);
    const long = await read('/srv/long');
    expect(long).toMatchObject({ kind: 'text', size: 400_000, truncated: true });
    expect(long.text).not.toContain('\ufffd');
    expect(long.text?.length).toBeGreaterThan(190_000);
    expect(await read('/srv/pixel')).toEqual({
      path: '/srv/pixel',
      kind: 'picture',
      mediaType: 'image/png',
      size: 70,
      base64: pixel,
      truncated: false,
    });
    expect(await read('/srv/program')).toMatchObject({ kind: 'binary', size: 2000 });
    expect(await read('/srv/latin')).toMatchObject({ kind: 'text', text: 'latin ä\n' });
    expect(await read('/scratch/memory')).toMatchObject({ kind: 'text', text: 'fresh\n', size: 6 });
    expect(await read('/proc/1/status')).toMatchObject({ kind: 'text' });
    expect(await downloaded(stack, web, '/scratch/memory')).toMatchObject({ name: 'memory', length: 6 });
  });

  it('of a volume are seen through whatever mounts it, or a helper that goes', async () => {
    await using stack = await runningStack(testEngine, ['web']);
    const data = volumeOf(stack, 'data');
    await inside(stack, 'web', 'mkdir /data/deep; echo kept > /data/deep/file');
    const look = async () => ({
      names: (await listFolder(stack.engine, data, '/deep')).entries.map(({ name }) => name),
      text: (await readFile(stack.engine, data, '/deep/file')).text,
    });
    const seen = { names: ['file'], text: 'kept\n' };
    expect(await look()).toEqual(seen);
    expect(await placesOf(stack.engine, stack.name)).toEqual([
      { ...containerOf(stack, 'web'), service: 'web', running: true, title: 'web', text: 'debian:12-slim' },
      { ...data, service: 'web', running: true, title: 'data', text: 'mounted by web at /data' },
    ]);

    const helpers = () => stack.engine.containers.list({ labels: ['dev.blockyard.helper=files'] });
    const ofOurs = async () =>
      (await helpers()).filter(({ Mounts }) => Mounts.some(({ Name }) => Name === data.name));
    await stack.engine.containers.kill(containerOf(stack, 'web').name);
    expect(await look()).toEqual(seen);
    await stack.engine.containers.remove(containerOf(stack, 'web').name, { force: true });
    expect(await look()).toEqual(seen);
    await expect(listFolder(stack.engine, data, '/nothing')).rejects.toMatchObject({ code: 'not-found' });
    expect(await downloaded(stack, data, '/deep')).toMatchObject({ name: 'deep.tar', size: undefined });
    const pieces = downloadPath(stack.engine, data, '/deep');
    await pieces.next();
    expect(await ofOurs()).toHaveLength(1);
    // As a process does that ends in the middle.
    await removeHelpers();
    expect(await ofOurs()).toEqual([]);
    await pieces.return();

    // Whoever loses interest just then leaves none behind either.
    const caller = new AbortController();
    const { containers } = stack.engine;
    const create: typeof containers.create = async (...words) => {
      const id = await containers.create(...words);
      caller.abort();
      return id;
    };
    const engine = { ...stack.engine, containers: { ...containers, create } };
    await expect(listFolder(engine, data, '/deep', { signal: caller.signal })).rejects.toThrow();
    expect(await ofOurs()).toEqual([]);
  });

  it('of a gigabyte come through piece by piece', async () => {
    await using stack = await runningStack(testEngine, ['web']);
    await inside(stack, 'web', 'truncate -s 1G /srv/big; printf end >> /srv/big; : > /srv/empty');
    const web = containerOf(stack, 'web');
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let highest = 0;
    let length = 0;
    let tail = Buffer.alloc(0);
    for await (const { base64, size, name } of downloadPath(stack.engine, web, '/srv/big')) {
      tail = Buffer.from(base64, 'base64');
      length += tail.length;
      if (length === tail.length) expect({ size, name }).toEqual({ size: 2 ** 30 + 3, name: 'big' });
      highest = Math.max(highest, process.memoryUsage.rss());
    }
    expect(length).toBe(2 ** 30 + 3);
    expect(tail.toString().endsWith('end')).toBe(true);
    expect((highest - before) / 2 ** 20).toBeLessThan(250);
    expect(await downloaded(stack, web, '/srv/empty')).toMatchObject({ name: 'empty', length: 0, size: 0 });

    // Whoever stops reading ends it.
    for await (const piece of downloadPath(stack.engine, web, '/')) {
      expect(piece.name).toBe(`${web.name}.tar`);
      break;
    }
  });
});
