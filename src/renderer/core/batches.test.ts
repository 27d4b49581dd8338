import { afterEach, expect, test } from 'vitest';
import type { ActivityEntry } from '../../shared/contract/index.ts';
import { followBatchesOf } from './batches.ts';
import { Connection } from './connection.ts';
import { os, session, TestTransport } from './test-core.ts';

let connection: Connection | undefined;
afterEach(() => connection?.close());

const entry = (id: number): ActivityEntry => ({
  id,
  time: id,
  project: 'shop',
  kind: 'started',
  level: 'good',
  text: `entry ${id}`,
});

/** A core that has ten entries, sends one a batch, and dies once this one was acknowledged. */
function coreThatDiesAfter(last: number) {
  const asked: (number | undefined)[] = [];
  const acknowledged: Record<string, number[]> = {};
  const all = Promise.withResolvers<void>();
  const transport = new TestTransport({
    session,
    streams: {
      acknowledge: os.streams.acknowledge.handler(({ input: { stream, batches } }) => {
        acknowledged[stream] = [...(acknowledged[stream] ?? []), batches];
        if (asked.length === 1 && batches === last) transport.cut();
        if (asked.length === 2 && batches === 10 - last) all.resolve();
      }),
    },
    activity: {
      follow: os.activity.follow.handler(async function* ({ input }) {
        asked.push(input.after);
        for (let id = (input.after ?? 0) + 1; id <= 10; id++) {
          yield { entries: [entry(id)], dropped: 0, checkpoint: id };
          if (asked.length === 1 && id === last) await new Promise<void>(() => undefined);
        }
      }),
    },
  });
  return { transport, asked, acknowledged, all: all.promise };
}

test('goes on after the last checkpoint: nothing is missed, nothing comes twice, and each is acknowledged', async () => {
  const { transport, asked, acknowledged, all } = coreThatDiesAfter(4);
  connection = new Connection(transport);
  void connection.run();
  const taken: number[] = [];
  const states: unknown[] = [];
  const end = await followBatchesOf<{ entries: ActivityEntry[]; checkpoint: number }, number>(connection, {
    signal: new AbortController().signal,
    open: (core, { after, stream }, signal) =>
      core.activity.follow({ stream, ...(after !== undefined && { after }) }, { signal }),
    checkpointOf: ({ checkpoint }) => checkpoint,
    take: ({ entries }) => {
      taken.push(...entries.map(({ id }) => id));
    },
    onState: (state) => {
      if (states.at(-1) !== state) states.push(state);
    },
  });
  expect(end).toBe('ended');
  expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(asked).toEqual([undefined, 4]);
  expect(states).toEqual(['live', 'stale', 'live']);
  await all;
  // Each stream has a name of its own, and its count begins anew.
  const counts = Object.values(acknowledged);
  expect(counts.map((ofStream) => ofStream.at(-1))).toEqual([4, 6]);
  for (const ofStream of counts) expect(ofStream).toEqual(ofStream.toSorted((one, other) => one - other));
});

test('ends when nobody wants it any more', async () => {
  const { transport } = coreThatDiesAfter(100);
  connection = new Connection(transport);
  void connection.run();
  const leave = new AbortController();
  const taken: number[] = [];
  const end = await followBatchesOf<{ checkpoint: number }, number>(connection, {
    signal: leave.signal,
    open: (core, { stream }, signal) => core.activity.follow({ stream }, { signal }),
    checkpointOf: ({ checkpoint }) => checkpoint,
    take: ({ checkpoint }) => {
      taken.push(checkpoint);
      if (checkpoint === 3) leave.abort();
    },
  });
  expect(end).toBe('aborted');
  expect(taken).toEqual([1, 2, 3]);
});
