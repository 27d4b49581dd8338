import { expect, test } from 'vitest';
import { Feed } from './feed.ts';

/** A state that the test changes. */
class Counter {
  listeners = new Set<() => void>();
  listened = 0;
  composed = 0;
  value = 0;
  failure: Error | undefined;

  listen(changed: () => void): () => void {
    this.listened++;
    this.listeners.add(changed);
    queueMicrotask(changed);
    return () => this.listeners.delete(changed);
  }

  async compose(): Promise<{ value: number }> {
    this.composed++;
    if (this.failure) throw this.failure;
    return { value: this.value };
  }

  change(value: number): void {
    this.value = value;
    for (const listener of this.listeners) listener();
  }
}

test('many followers cost one source, none cost nothing', async () => {
  const counter = new Counter();
  const feed = new Feed(counter);
  const [one, other] = [new AbortController(), new AbortController()];
  const [ones, others] = [feed.follow(one.signal), feed.follow(other.signal)];
  expect(await Promise.all([ones.next(), others.next()])).toMatchObject([
    { value: { value: 0 } },
    { value: { value: 0 } },
  ]);
  expect(counter).toMatchObject({ listened: 1, composed: 1 });

  one.abort();
  expect(await ones.next()).toMatchObject({ done: true });
  counter.change(1);
  expect(await others.next()).toMatchObject({ value: { value: 1 } });
  other.abort();
  expect(await others.next()).toMatchObject({ done: true });
  expect(counter.listeners.size).toBe(0);
  counter.change(2);
  expect(counter.composed).toBe(2);
});

test('a change that changes nothing is not told, the newest of many is', async () => {
  const counter = new Counter();
  const abort = new AbortController();
  const states = new Feed(counter).follow(abort.signal);
  await states.next();
  const next = states.next();
  counter.change(0);
  for (const value of [1, 2, 3]) counter.change(value);
  expect(await next).toMatchObject({ value: { value: 3 } });
  abort.abort();
});

test('what goes wrong ends the followers, and who comes anew may have more luck', async () => {
  const counter = new Counter();
  counter.failure = new Error('forgotten');
  const feed = new Feed(counter);
  await expect(feed.follow(new AbortController().signal).next()).rejects.toThrow('forgotten');
  expect(counter.listeners.size).toBe(0);
  counter.failure = undefined;
  const abort = new AbortController();
  expect(await feed.follow(abort.signal).next()).toMatchObject({ value: { value: 0 } });
  abort.abort();
});
