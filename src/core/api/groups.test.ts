import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CoreClient } from '../../shared/contract/index.ts';
import { readSetting } from '../store/index.ts';
import { type Core, connectInProcess, type DesktopHost, openCore } from './index.ts';

let folder: string;
let core: Core;
let client: CoreClient;
let asked: unknown[];

/** A desktop that only notes what it was asked. */
const desktop: DesktopHost = {
  state: async () => ({ openAtLogin: false }),
  setOpenAtLogin: async (openAtLogin) => ({ openAtLogin }),
  chooseFolder: async () => '/home/me/shop',
  installUpdate: async () => void asked.push('install'),
  setTheme: async (theme) => void asked.push(theme),
  async *wishes() {
    yield { kind: 'go', path: '/tasks' };
  },
};

async function open(host: Core['host']): Promise<void> {
  core = await openCore({
    version: '1.2.3',
    via: 'web',
    host,
    environment: { ...process.env, DOCKER_HOST: `unix://${folder}/no-engine.sock` },
    folder,
  });
  client = connectInProcess(core);
}

beforeEach(async () => {
  asked = [];
  folder = await mkdtemp(path.join(tmpdir(), 'bytest-api-'));
  await open({ kind: 'browser' });
});

afterEach(async () => {
  await core[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe('settings', () => {
  test('are told as they would be typed, changed and forgotten', async () => {
    await client.settings.set({ name: 'log-bytes', value: '0.5g' });
    await client.settings.set({ name: 'free-ports', value: 'Yes' });
    const shown = async () =>
      Object.fromEntries((await client.settings.list({})).map(({ name, value }) => [name, value]));
    expect(await shown()).toMatchObject({ 'log-bytes': '512m', 'free-ports': 'yes', engine: undefined });
    expect(readSetting(core.store, 'log-bytes')).toBe(512 * 2 ** 20);
    await client.settings.reset({ name: 'log-bytes' });
    expect(await shown()).toMatchObject({ 'log-bytes': undefined });
    const [first] = await client.settings.list({});
    expect(first).toMatchObject({ about: expect.any(String), unset: expect.any(String) });
  });

  test('refuse what they cannot be, and keep what they were', async () => {
    const refused = (name: string, value: string) =>
      client.settings.set({ name, value }).catch((error: { data: unknown }) => error.data);
    expect(await refused('log-byte', '1g')).toMatchObject({
      code: 'usage',
      message: 'There is no setting log-byte.',
      remedy: expect.stringContaining('log-bytes'),
    });
    expect(await refused('log-bytes', 'much')).toMatchObject({ message: 'much is not a size.' });
    expect(await refused('image-map', 'map.json')).toMatchObject({
      message: 'map.json is neither a JSON object nor the whole path of a file.',
    });
    expect(await refused('image-map', '{"a": 1')).toMatchObject({ remedy: expect.any(String) });
    await expect(client.settings.set({ name: 'image-map', value: `${folder}/none.json` })).rejects.toThrow();
    expect((await client.settings.list({})).filter(({ value }) => value !== undefined)).toEqual([]);
    await writeFile(`${folder}/map.json`, '{"docker.io/*": "mirror.local/*"}');
    await client.settings.set({ name: 'image-map', value: `${folder}/map.json` });
    expect(readSetting(core.store, 'image-map')).toBe(`${folder}/map.json`);
  });
});

describe('the desktop', () => {
  test('is asked where there is one', async () => {
    await core[Symbol.asyncDispose]();
    await open({ kind: 'desktop', desktop });
    expect(await client.desktop.state()).toEqual({ openAtLogin: false });
    expect(await client.desktop.setOpenAtLogin({ open: true })).toEqual({ openAtLogin: true });
    expect(await client.desktop.chooseFolder()).toEqual({ folder: '/home/me/shop' });
    await client.desktop.installUpdate();
    await client.desktop.setTheme({ theme: 'dark' });
    expect(asked).toEqual(['install', 'dark']);
    for await (const wish of await client.desktop.wishes({}))
      expect(wish).toEqual({ kind: 'go', path: '/tasks' });
  });

  test('is said to be missing where there is none', async () => {
    await expect(client.desktop.state()).rejects.toMatchObject({
      code: 'usage',
      data: { message: 'Only the desktop app can do this.', remedy: expect.any(String) },
    });
    const wishes = await client.desktop.wishes({});
    await expect(wishes.next()).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('tasks', () => {
  test('are followed from their start to their end, those of one project alone when asked so', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const running = core.tasks.run({ kind: 'up', title: 'Up of shop', project: 'shop' }, () => gate);
    const states: string[] = [];
    for await (const tasks of await client.tasks.follow({ project: 'shop' })) {
      states.push(tasks.map(({ title, state }) => `${title} ${state}`).join());
      if (tasks[0]?.state === 'done') break;
      open();
    }
    expect(states).toEqual(['Up of shop running', 'Up of shop done']);
    for await (const tasks of await client.tasks.follow({ project: 'other' })) {
      expect(tasks).toEqual([]);
      break;
    }
    const last = [];
    for await (const task of await client.tasks.followOne({ id: running.id })) last.push(task.state);
    expect(last).toEqual(['done']);
  });

  test('that failed are done again with what they were asked for; a password is not kept', async () => {
    const clone = (url: string) => client.projects.clone({ url, parentFolder: folder, folderName: 'shop' });
    const ended = async (id: string) => {
      for await (const task of await client.tasks.followOne({ id }))
        if (task.state !== 'running') return task.state;
      return undefined;
    };
    const plain = await clone(`file://${folder}/none`);
    expect(await ended(plain.task)).toBe('failed');
    const secret = await clone(`https://me:secret@127.0.0.1:1/none`);
    expect(await ended(secret.task)).toBe('failed');
    const [second, first] = await (async () => {
      for await (const tasks of await client.tasks.follow({})) return tasks;
      return [];
    })();
    expect([first, second]).toMatchObject([
      { id: plain.task, retryable: true },
      { id: secret.task, retryable: false },
    ]);
    const again = await client.tasks.retry({ id: plain.task });
    expect(again.task).not.toBe(plain.task);
    expect(await ended(again.task)).toBe('failed');
    expect(core.tasks.requestOf(again.task)).toEqual(core.tasks.requestOf(plain.task));
    await expect(client.tasks.retry({ id: secret.task })).rejects.toMatchObject({
      data: {
        message: expect.stringMatching(/what it was asked for is not kept\.$/),
        remedy: 'Start it anew.',
      },
    });
  });
});
