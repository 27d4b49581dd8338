import { expect, test } from 'vitest';
import { PathBatch } from './batch.ts';

/** A batch whose work is held until it is let go, so that the tests need no clock. */
function heldBatch() {
  const batches: string[][] = [];
  const arrivals: (() => void)[] = [];
  let release = () => {};
  const batch = new PathBatch(async (paths) => {
    batches.push([...paths]);
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    arrivals.shift()?.();
    await held;
  });
  const arrival = () => new Promise<void>((resolve) => arrivals.push(resolve));
  return { batch, batches, arrival, release: () => release() };
}

test('paths that change together are handed on once, without repeats', async () => {
  const { batch, batches, arrival, release } = heldBatch();
  const arrived = arrival();
  for (const path of ['a', 'b', 'a']) batch.add(path);
  await arrived;
  expect(batches).toEqual([['a', 'b']]);
  release();
  await batch.close();
});

test('what changes while a batch is worked on goes into the next one', async () => {
  const { batch, batches, arrival, release } = heldBatch();
  const first = arrival();
  batch.add('a');
  await first;
  batch.add('b');
  batch.add('c');
  const second = arrival();
  release();
  await second;
  expect(batches).toEqual([['a'], ['b', 'c']]);
  release();
  await batch.close();
});

test('a closed batch finishes what is under way and drops the rest', async () => {
  const { batch, batches, arrival, release } = heldBatch();
  const arrived = arrival();
  batch.add('a');
  await arrived;
  batch.add('b');
  const closed = batch.close();
  release();
  await closed;
  batch.add('c');
  expect(batches).toEqual([['a']]);
});
