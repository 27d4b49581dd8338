import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventQueue } from './event-queue.ts';
import { childProcesses, type ProcessEvent, type RunningProcess } from './index.ts';
import { LineSplitter } from './line-splitter.ts';

let folder: string;
const host = childProcesses();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-processes-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function program(text: string): Promise<string> {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
  await writeFile(file, text);
  return file;
}

async function all({ events }: RunningProcess): Promise<ProcessEvent[]> {
  const list: ProcessEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

function linesOf(events: ProcessEvent[], stream: 'stdout' | 'stderr'): string[] {
  return events.flatMap((event) => (event.kind === 'lines' && event.stream === stream ? event.lines : []));
}

async function firstMessage({ events }: RunningProcess): Promise<unknown> {
  for await (const event of events) if (event.kind === 'message') return event.message;
  return undefined;
}

test('a program gets arguments, folder and environment; its lines and its exit code come back', async () => {
  const module = await program(`
    console.log(process.argv[2], process.cwd() === process.env.EXPECTED, process.env.GREETING);
    console.error('half a line');
    process.stdout.write('no end of line');
    process.exitCode = 7;
  `);
  const environment = { GREETING: 'hello', EXPECTED: folder, PATH: process.env['PATH'] };
  const events = await all(
    await host.start({ name: 'a test', module, arguments: ['first'], folder, environment }),
  );
  expect(linesOf(events, 'stdout')).toEqual(['first true hello', 'no end of line']);
  expect(linesOf(events, 'stderr')).toEqual(['half a line']);
  expect(events.at(-1)).toEqual({ kind: 'ended', code: 7, signal: undefined });
});

test('messages go both ways', async () => {
  const module = await program(`
    import { parentProcess } from '${new URL('./parent.ts', import.meta.url)}';
    const parent = parentProcess();
    parent.onMessage((message) => {
      parent.send({ echo: message });
      setImmediate(() => process.exit(0));
    });
  `);
  // Node 22 runs TypeScript only when asked to.
  const environment = { ...process.env, NODE_OPTIONS: '--experimental-strip-types' };
  const running = await host.start({ name: 'an echo', module, environment });
  running.send({ count: 3 });
  expect((await all(running)).filter(({ kind }) => kind !== 'lines')).toEqual([
    { kind: 'message', message: { echo: { count: 3 } } },
    { kind: 'ended', code: 0, signal: undefined },
  ]);
});

test('ending one takes along what it started', async () => {
  const module = await program(`
    import { spawn } from 'node:child_process';
    const child = spawn('sleep', ['600']);
    child.on('spawn', () => process.send(child.pid));
    setInterval(() => {}, 1000);
  `);
  const abort = new AbortController();
  const running = await host.start({ name: 'a parent', module }, abort.signal);
  const grandchild = (await firstMessage(running)) as number;
  abort.abort();
  await running.end();
  await expect.poll(() => isRunning(running.pid) || isRunning(grandchild)).toBe(false);
});

test('a signal that has aborted already starts nothing', async () => {
  const module = await program('');
  await expect(host.start({ name: 'nothing', module }, AbortSignal.abort())).rejects.toThrow();
});

test('a program that does not exist says so and ends', async () => {
  const events = await all(await host.start({ name: 'nothing', module: join(folder, 'missing.mjs') }));
  expect(linesOf(events, 'stderr').join('\n')).toContain('missing.mjs');
  expect(events.at(-1)).toEqual({ kind: 'ended', code: 1, signal: undefined });
});

test('what nobody reads is dropped and counted, and the end comes nevertheless', async () => {
  const queue = new EventQueue();
  const thousand = Array.from({ length: 1_000 }, () => 'x');
  for (let batch = 0; batch < 8; batch++) queue.push({ kind: 'lines', stream: 'stdout', lines: thousand });
  queue.push({ kind: 'message', message: 1 });
  queue.push({ kind: 'ended', code: 0, signal: undefined });
  const kinds: string[] = [];
  for await (const event of queue.read())
    kinds.push(event.kind === 'dropped' ? `dropped ${event.lines}` : event.kind);
  expect(kinds).toEqual(['lines', 'lines', 'lines', 'lines', 'lines', 'dropped 3000', 'message', 'ended']);
});

test('lines: characters cut in two, both ends of line, and one that never ends', () => {
  const splitter = new LineSplitter();
  const euro = Buffer.from('€');
  expect(splitter.write(euro.subarray(0, 1))).toEqual([]);
  expect(splitter.write(Buffer.concat([euro.subarray(1), Buffer.from('\r\nb\nc')]))).toEqual(['€', 'b']);
  expect(splitter.end()).toEqual(['c']);
  expect(splitter.write(Buffer.alloc(200_000, 'x')).map(({ length }) => length)).toEqual([
    65_536, 65_536, 65_536,
  ]);
});

/** A zombie is dead, even where nobody buries it. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout.trim());
}
