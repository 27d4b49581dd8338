import { expect, it } from 'vitest';
import { InputQueue } from './input-queue.ts';

it('passes on what is typed in order, together where the last call is still under way', async () => {
  const sent: string[] = [];
  let release = Promise.withResolvers<void>();
  const queue = new InputQueue(
    async (text) => {
      sent.push(text);
      await release.promise;
    },
    (thrown) => expect.fail(String(thrown)),
  );
  for (const letter of 'ls -l\n') queue.add(letter);
  expect(sent).toEqual(['l']);
  const first = release;
  release = Promise.withResolvers();
  first.resolve();
  await expect.poll(() => sent).toEqual(['l', 's -l\n']);
});

it('forgets what could not be passed on, and goes on afterwards', async () => {
  const failures: unknown[] = [];
  const sent: string[] = [];
  let broken = true;
  const queue = new InputQueue(
    async (text) => {
      if (broken) throw new Error('away');
      sent.push(text);
    },
    (thrown) => failures.push(thrown),
  );
  queue.add('lost');
  await expect.poll(() => failures).toEqual([new Error('away')]);
  broken = false;
  queue.add('kept');
  await expect.poll(() => sent).toEqual(['kept']);
});
