import { afterEach, expect, test } from 'vitest';
import { coreChannel } from '../../shared/desktop-link.ts';
import { PortTransport } from './port-transport.ts';
import { LockedOutError } from './transport.ts';

const signal = new AbortController().signal;
const opened: MessagePort[] = [];
afterEach(() => {
  for (const port of opened.splice(0)) port.close();
});

/** A page, as far as messages reach it. */
function openPage() {
  const page = new EventTarget() as Window;
  const post = (data: unknown, ports: MessagePort[] = [], source: unknown = page) =>
    page.dispatchEvent(Object.assign(new Event('message'), { data, ports, source }));
  return { page, post };
}

function newPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  opened.push(port1, port2);
  return port1;
}

test('takes the port that the shell hands over, also when it came before it was asked for', async () => {
  const { page, post } = openPage();
  const transport = new PortTransport(page);
  post(coreChannel, [newPort()]);
  expect(await transport.open(signal)).toHaveProperty('link');
  const next = transport.open(signal);
  post(coreChannel, [newPort()]);
  expect(await next).toHaveProperty('link');
});

test('another port means another core: the channel before has ended, and what was asked over it', async () => {
  const { page, post } = openPage();
  const transport = new PortTransport(page);
  post(coreChannel, [newPort()]);
  const first = await transport.open(signal);
  const asked = first.link.call(['settings', 'list'], {}, { context: {} });
  post(coreChannel, [newPort()]);
  await first.closed;
  await expect(asked).rejects.toThrow();
  expect(await transport.open(signal)).not.toBe(first);
});

test('a core that fails again and again locks the page out, with its reason', async () => {
  const { page, post } = openPage();
  const transport = new PortTransport(page);
  const error = { code: 'store-failed', message: 'The store can not be opened.' };
  post({ kind: 'blockyard:core-failed', error });
  const refusal = await transport.open(signal).catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(LockedOutError);
  expect(refusal).toMatchObject({ data: error });
});

test('what others post is not listened to', async () => {
  const { page, post } = openPage();
  const transport = new PortTransport(page);
  post(coreChannel, [newPort()], new EventTarget());
  post('blockyard:something', [newPort()]);
  post(null);
  const leave = new AbortController();
  const waiting = transport.open(leave.signal);
  leave.abort(new Error('nothing came'));
  await expect(waiting).rejects.toThrow('nothing came');
});
