import { afterEach, expect, test } from 'vitest';
import { Connection } from './connection.ts';
import { type Followed, StateStreams } from './states.ts';
import { os, session, TestTransport } from './test-core.ts';

let connection: Connection | undefined;
afterEach(() => connection?.close());

const problem = { code: 'engine-unreachable' as const, message: 'The engine does not answer.' };

/** The engine as one core after the other knows it. */
function coreWith(lives: (() => AsyncGenerator<{ state: 'connecting'; since: number }>)[]) {
  let asked = 0;
  const transport = new TestTransport({
    session,
    engines: {
      follow: os.engines.follow.handler(({ errors }) => {
        const life = lives[asked++];
        if (!life) throw errors['engine-unreachable']({ data: problem });
        return life();
      }),
    },
  });
  connection = new Connection(transport);
  void connection.run();
  return { transport, streams: new StateStreams(connection), asked: () => asked };
}

async function* says(...times: number[]) {
  for (const since of times) yield { state: 'connecting' as const, since };
  await new Promise<void>(() => undefined);
}

/** What a view sees, until it sees what it waits for. */
function see(
  streams: StateStreams,
  until: (known: Followed<unknown>) => boolean,
): Promise<Followed<unknown>[]> {
  const seen: Followed<unknown>[] = [];
  return new Promise((resolve) => {
    const leave = streams.subscribe('engines.follow', {}, () => {
      const known = streams.known('engines.follow', {});
      seen.push(known);
      if (!until(known)) return;
      leave();
      resolve(seen);
    });
  });
}

const valueIs = (since: number) => (known: Followed<unknown>) =>
  known.state === 'live' && (known.value as { since: number }).since === since;

test('loading until the first state comes, then each newest', async () => {
  const { streams } = coreWith([() => says(1, 2)]);
  expect(streams.known('engines.follow', {})).toEqual({ state: 'loading' });
  expect(await see(streams, valueIs(2))).toEqual([
    { state: 'live', value: { state: 'connecting', since: 1 } },
    { state: 'live', value: { state: 'connecting', since: 2 } },
  ]);
});

test('views of one state share one stream', async () => {
  const { streams, asked } = coreWith([() => says(1)]);
  await Promise.all([see(streams, valueIs(1)), see(streams, valueIs(1))]);
  expect(asked()).toBe(1);
});

test('while the connection is away the last state stays, and is told to be old; it comes back by itself', async () => {
  const { streams, transport } = coreWith([() => says(1), () => says(7)]);
  await see(streams, valueIs(1));
  const seen = see(streams, valueIs(7));
  transport.cut();
  expect(await seen).toEqual([
    { state: 'stale', value: { state: 'connecting', since: 1 } },
    { state: 'live', value: { state: 'connecting', since: 7 } },
  ]);
});

test('when the core says why not, that is told, beside what was known', async () => {
  const { streams, transport } = coreWith([() => says(1)]);
  await see(streams, valueIs(1));
  const seen = see(streams, ({ state }) => state === 'failed');
  transport.cut();
  expect((await seen).at(-1)).toEqual({
    state: 'failed',
    error: problem,
    value: { state: 'connecting', since: 1 },
  });
});
