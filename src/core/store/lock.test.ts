import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Locked, openStore, type Store } from './index.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-lock-'));
  store = openStore({ folder });
});
afterEach(async () => {
  store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A process that takes the lock, says so, and holds it until it is killed. */
async function holdingProcess(name: string, holder: string): Promise<ChildProcess> {
  const face = fileURLToPath(new URL('./index.ts', import.meta.url));
  const script = `
    const { openStore } = await import(${JSON.stringify(face)});
    await openStore({ folder: ${JSON.stringify(folder)} })
      .lock(${JSON.stringify(name)}, { holder: ${JSON.stringify(holder)} });
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--experimental-strip-types', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  await once(child.stdout, 'data');
  return child;
}

test('a lock excludes others, also in the same process, until it is released', async () => {
  const lock = await store.lock('stack shop', { holder: 'up of shop, pid 1' });
  await expect(store.lock('stack shop')).rejects.toThrow('stack shop is in use by: up of shop, pid 1.');
  await using _other = await store.lock('stack other');
  await lock.release();
  await lock.release();
  await using _again = await store.lock('stack shop');
});

test('names that differ only in case or signs are locks of their own', async () => {
  await using _one = await store.lock('Shop/web');
  await using _two = await store.lock('shop/web');
  await using _three = await store.lock('shop:web');
});

test('a lock held by another process names its holder and is free once that process is killed', async () => {
  const holder = await holdingProcess('stack shop', 'up of shop, pid 4711');
  await expect(store.lock('stack shop')).rejects.toThrow(
    expect.objectContaining({ code: 'locked', holder: 'up of shop, pid 4711' }),
  );
  const waiting = store.lock('stack shop', { waitMilliseconds: 30_000 });
  holder.kill('SIGKILL');
  await (await waiting).release();
});

test('waiting ends with the signal', async () => {
  await using _held = await store.lock('stack shop');
  const abort = new AbortController();
  const waiting = store.lock('stack shop', {
    signal: abort.signal,
    waitMilliseconds: Number.POSITIVE_INFINITY,
  });
  abort.abort();
  await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});

test('waiting ends when its time is over', async () => {
  await using _held = await store.lock('stack shop');
  await expect(store.lock('stack shop', { waitMilliseconds: 30 })).rejects.toBeInstanceOf(Locked);
});

test('those who wait get the lock one after the other', async () => {
  let inside = 0;
  const most: number[] = [];
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      await using _lock = await store.lock('stack shop', { waitMilliseconds: 30_000 });
      inside += 1;
      most.push(inside);
      await new Promise(setImmediate);
      inside -= 1;
    }),
  );
  expect(most).toEqual([1, 1, 1, 1, 1]);
});
