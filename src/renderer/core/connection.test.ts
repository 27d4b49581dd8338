import { ORPCError } from '@orpc/server';
import { afterEach, expect, test } from 'vitest';
import { backOff, Connection, type ConnectionState } from './connection.ts';
import { ConnectionLostError, toErrorData } from './errors.ts';
import { os, session, stateOf, TestTransport } from './test-core.ts';
import { LockedOutError } from './transport.ts';

let connection: Connection | undefined;
afterEach(() => connection?.close());

function connect(transport: TestTransport): Connection {
  connection = new Connection(transport);
  void connection.run();
  return connection;
}

const is = (state: ConnectionState['state']) => (now: ConnectionState) => now.state === state;

const settings = {
  list: os.settings.list.handler(() => []),
  reset: os.settings.reset.handler(() => new Promise<void>(() => undefined)),
};

test('says hello first, and is connected with what the core said', async () => {
  const { store } = connect(new TestTransport({ session }));
  expect(store.getState()).toEqual({ state: 'connecting' });
  expect(await stateOf(store, is('connected'))).toMatchObject({
    hello: { version: '1.2.3', home: '/home/me' },
  });
});

test('what is asked before the first connection waits for it', async () => {
  const { core } = connect(new TestTransport({ session, settings }));
  expect(await core.settings.list({})).toEqual([]);
});

test('lost, it tries again by itself and ever more seldom, and at once when told', async () => {
  const transport = new TestTransport({ session, settings });
  const { store, core } = connect(transport);
  await stateOf(store, is('connected'));
  transport.refusal = new Error('nobody there');
  transport.cut();
  expect(await stateOf(store, is('lost'))).toMatchObject({ attempt: 1 });
  connection?.retry();
  expect(await stateOf(store, (now) => now.state === 'lost' && now.attempt === 2)).toBeTruthy();
  transport.refusal = undefined;
  connection?.retry();
  await stateOf(store, is('connected'));
  expect(await core.settings.list({})).toEqual([]);
  expect([1, 2, 3, 4, 5, 6, 60].map(backOff)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
});

test('what is asked while it is lost fails at once and says so', async () => {
  const transport = new TestTransport({ session, settings });
  const { store, core } = connect(transport);
  await stateOf(store, is('connected'));
  transport.refusal = new Error('nobody there');
  transport.cut();
  await stateOf(store, is('lost'));
  await expect(core.settings.list({})).rejects.toBeInstanceOf(ConnectionLostError);
});

test('an answer that can not come any more is a failure, not a wait', async () => {
  const transport = new TestTransport({ session, settings });
  const { store, core } = connect(transport);
  await stateOf(store, is('connected'));
  const asked = core.settings.reset({ name: 'log-bytes' });
  transport.cut();
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(toErrorData(error)).toMatchObject({
    code: 'interrupted',
    remedy: expect.stringContaining('reconnects'),
  });
});

test('a core that does not understand this page is not asked again', async () => {
  const error = { code: 'incompatible' as const, message: 'The page is older.', remedy: 'Reload it.' };
  const old = {
    hello: os.session.hello.handler(({ errors }) => {
      throw errors.incompatible({ data: error });
    }),
  };
  const transport = new TestTransport({ session: old });
  const { store } = connect(transport);
  expect(await stateOf(store, is('incompatible'))).toEqual({ state: 'incompatible', error });
  expect(transport.opened).toBe(1);
});

test('who is locked out is told why, and does not knock again', async () => {
  const transport = new TestTransport({ session });
  const error = { code: 'permission-denied' as const, message: 'This address lacks its key.' };
  transport.refusal = new LockedOutError(error);
  const { store } = connect(transport);
  expect(await stateOf(store, is('locked-out'))).toEqual({ state: 'locked-out', error });
  expect(transport.opened).toBe(1);
});

test('errors of procedures keep what they say; others are faults', () => {
  const data = { code: 'port-taken', message: 'Port 8080 is taken.', remedy: 'Stop the other one.' };
  expect(toErrorData(new ORPCError('port-taken', { data }))).toEqual(data);
  expect(toErrorData(new ORPCError('BAD_REQUEST', { message: 'Input validation failed' }))).toEqual({
    code: 'usage',
    message: 'The core does not accept what was asked.',
    causes: ['Input validation failed'],
  });
  expect(toErrorData(new TypeError('x is undefined'))).toMatchObject({
    code: 'internal',
    message: 'x is undefined',
  });
});
