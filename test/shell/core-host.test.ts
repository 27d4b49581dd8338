import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ProcessEvent } from '../../src/core/processes/index.ts';
import { BackOff } from '../../src/main/back-off.ts';
import { CoreHost } from '../../src/main/core-host.ts';
import { askShell } from '../../src/main/core-process/ask-shell.ts';
import { brokerPorts } from '../../src/main/port-broker.ts';
import { utilityProcesses } from '../../src/main/process-host.ts';
import { type Shell, serveShell } from '../../src/main/serve-shell.ts';
import { Wishes } from '../../src/main/wishes.ts';
import { connectChannel, coreChannel } from '../../src/shared/desktop-link.ts';
import { BrowserWindow, ipcMain, MessageChannelMain, standIn } from './stand-in/electron.mjs';

let folder: string;
const environment = { ...process.env } as Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-core-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  ipcMain.removeAllListeners();
  standIn.asked.length = 0;
});

const wellBehaved = `process.parentPort.on('message', ({ data }) => {
  if (data.kind === 'stop') process.exit(0);
});`;

async function program(text: string): Promise<string> {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
  await writeFile(file, text);
  return file;
}

function hostOf(file: string): CoreHost {
  return new CoreHost({ file, serve: (port) => port.start(), backOff: new BackOff(1) });
}

/** A page that asks for its port from such a frame; what the main process sent to it. */
function asking(frame: { url: string }, isMain = true) {
  const { webContents } = new BrowserWindow({});
  webContents.load('app://blockyard/');
  const sent: { message: unknown; ports: number }[] = [];
  webContents.deliver = (channel, message, ports) => {
    if (channel === coreChannel) sent.push({ message, ports: ports.length });
  };
  if (isMain) Object.assign(webContents.mainFrame, frame);
  const senderFrame = isMain ? webContents.mainFrame : { ...frame, parent: webContents.mainFrame };
  return { sent, ask: () => ipcMain.emit(connectChannel, { sender: webContents, senderFrame }) };
}

test('a core that keeps ending is given up: pages are told why, and a reload tries again', async () => {
  const core = hostOf(await program('console.error("no room for the store"); process.exit(3)'));
  brokerPorts(core);
  const page = asking({ url: 'app://blockyard/' });
  page.ask();
  core.start(environment);
  await expect.poll(() => core.state.kind).toBe('failed');

  expect(standIn.callsOf('utilityProcess.fork')).toHaveLength(6);
  expect(page.sent.filter(({ ports }) => ports === 1)).toHaveLength(6);
  expect(page.sent.at(-1)).toEqual({
    ports: 0,
    message: {
      kind: 'blockyard:core-failed',
      error: {
        code: 'internal',
        message: 'Blockyard’s core keeps ending (exit code 3).',
        remedy: 'Reload the page to try again. If it comes back, see what `blockyard doctor` says.',
        causes: ['no room for the store'],
      },
    },
  });

  page.ask();
  expect(core.state.kind).toBe('running');
  await core.stop();
});

test('a core that can say why it does not start is quoted', async () => {
  const text = `process.parentPort.postMessage({ kind: 'failed', error: { code: 'store-failed', message: 'The disk is full.' } });
    setImmediate(() => process.exit(1));`;
  const core = hostOf(await program(text));
  core.start(environment);
  await expect
    .poll(() => core.state)
    .toEqual({
      kind: 'failed',
      error: { code: 'store-failed', message: 'The disk is full.' },
    });
});

test('stopping lets the core put things in order, and starts no other', async () => {
  const core = hostOf(await program(wellBehaved));
  core.start(environment);
  await core.stop();
  core.start(environment);
  expect(core.state.kind).toBe('stopped');
  expect(core.connect()).toBeUndefined();
  expect(standIn.callsOf('utilityProcess.fork')).toHaveLength(1);
});

test.each([
  ['another origin', 'https://example.com/', true],
  ['another page of our scheme', 'app://elsewhere/', true],
  ['a frame within the page', 'app://blockyard/', false],
])('%s gets no port', async (_, url, isMain) => {
  const core = hostOf(await program(wellBehaved));
  brokerPorts(core);
  core.start(environment);
  const stranger = asking({ url }, isMain);
  stranger.ask();
  expect(stranger.sent).toEqual([]);
  const page = asking({ url: 'app://blockyard/' });
  page.ask();
  expect(page.sent).toEqual([{ message: undefined, ports: 1 }]);
  await core.stop();
});

test('processes: forked by the main process for the core, with lines, messages and their end', async () => {
  const { port1, port2 } = new MessageChannelMain();
  serveShell(shellWith(), port1 as never);
  const { processes } = askShell(port2 as never);
  const module = await program(`
    import { parentProcess } from '${new URL('../../src/core/processes/parent.ts', import.meta.url)}';
    console.log('from', process.argv[2], process.env.NAME);
    const parent = parentProcess();
    parent.onMessage((message) => {
      parent.send({ echo: message });
      setImmediate(() => process.exit(4));
    });`);
  const running = await processes.start({
    name: 'a program',
    module,
    arguments: ['afar'],
    // Node 22 runs TypeScript only when asked to.
    environment: { NAME: 'x', PATH: process.env['PATH'], NODE_OPTIONS: '--experimental-strip-types' },
  });
  running.send('hello');
  const events: ProcessEvent[] = [];
  for await (const event of running.events) events.push(event);
  expect(events).toContainEqual({ kind: 'lines', stream: 'stdout', lines: ['from afar x'] });
  expect(events).toContainEqual({ kind: 'message', message: { echo: 'hello' } });
  expect(events.at(-1)).toMatchObject({ kind: 'ended', code: 4 });
  expect(standIn.callsOf('utilityProcess.fork')[0]?.[2]).toMatchObject({ serviceName: 'a program' });
});

test('processes end with the signal of who asked, and with the core’s port', async () => {
  const { port1, port2 } = new MessageChannelMain();
  serveShell(shellWith(), port1 as never);
  const { processes } = askShell(port2 as never);
  const module = await program('process.parentPort.on("message", () => {}); console.log("up")');
  const ended = async ({ events }: { events: AsyncIterable<ProcessEvent> }) => {
    for await (const event of events) if (event.kind === 'ended') return true;
    return false;
  };
  const abort = new AbortController();
  const one = await processes.start({ name: 'one', module }, abort.signal);
  const other = await processes.start({ name: 'other', module });
  abort.abort();
  expect(await ended(one)).toBe(true);

  port2.close();
  await expect.poll(() => isRunning(other.pid)).toBe(false);
});

function shellWith(): Shell {
  const wishes = new Wishes();
  return {
    state: () => ({ openAtLogin: false }),
    setOpenAtLogin: () => {},
    chooseFolder: async () => undefined,
    installUpdate: () => {},
    setTheme: () => {},
    wishes: (signal) => wishes.take(signal),
    processes: utilityProcesses(),
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
