import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { build } from 'vite';
import { connectEngine } from '../src/core/engine/index.ts';
import { openLogs } from '../src/core/logs/index.ts';
import { openStore } from '../src/core/store/index.ts';
import { leaveOut } from '../tools/build/leave-out.mjs';
import type { Usage } from './support/log-follower.ts';
import { type Measurement, median } from './support/measure.ts';
import { type Comparison, ratioOf, reporter } from './support/report.ts';

/*
 * 20 containers that write as fast as they can: how fast their logs come to disk, and whether all of them do, against
 * `docker logs -f` into files. A line of the table is milliseconds for a megabyte of different lines that arrived, so
 * that what is lost along the way, or comes twice, counts against whoever loses or repeats it. Ours is a process of its
 * own, whose memory is looked at: built as the command is, since Node needs some 45 MiB more to run our sources as they
 * are. Last, a run that is much longer, for the memory alone.
 */

const containers = Number(process.env['BENCH_CONTAINERS'] ?? 20);
const lines = Number(process.env['BENCH_LINES'] ?? 20_000);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
/** How much longer the last run is. */
const longer = Number(process.env['BENCH_LONGER'] ?? 5);
const text = 'line %.0f of a log that has some length to be like real ones, is it not so, 100 characters';
const lineOf = (number: number) => text.replace('%.0f', String(number));
const bytesOf = (count: number) =>
  Array.from({ length: count }, (_, n) => lineOf(n + 1).length + 1).reduce((sum, length) => sum + length, 0);
/** Our own records carry kind, time and a space. */
const overhead = 32;
/** What the follower may need, in MiB: see docs/decisions/0007-logs.md. */
const memoryTarget = 150;

interface Setting {
  title: string;
  logging: Docker.HostConfig['LogConfig'];
  /** The most time that ours may take for a megabyte, as a part of the other's: the rate's inverse. */
  target: number;
}

const settings: Setting[] = [
  { title: 'json-file', logging: { Type: 'json-file', Config: {} }, target: 1 / 0.9 },
  {
    title: 'json-file that rotates every MB',
    logging: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '100' } },
    target: 1 / 0.9,
  },
  {
    title: 'local that rotates every MB',
    logging: { Type: 'local', Config: { 'max-size': '1m', 'max-file': '100' } },
    target: 1 / 0.9,
  },
];

/** What came of one round. */
interface Outcome {
  milliseconds: number;
  /** Of the containers' output: what arrived, each line counted once. */
  bytes: number;
  /** Whether all lines of all containers are there, each once, in order, byte for byte. */
  exact: boolean;
  usage?: Usage[];
}

interface Writers {
  project: string;
  ids: string[];
  /** Lines that each of them writes. */
  count: number;
  /** Lets them write. */
  go(): void;
}

type Contender = (socket: string, writers: Writers, folder: string) => Promise<Outcome>;

/** Checks the lines of one container as they come. */
class Checker {
  readonly #seen = new Set<number>();
  bytes = 0;
  #inOrder = true;

  add(line: string): void {
    const number = Number(/^line (\d+) /.exec(line)?.[1]);
    if (line !== lineOf(number) || number !== this.#seen.size + 1) this.#inOrder = false;
    if (line !== lineOf(number) || this.#seen.has(number)) return;
    this.#seen.add(number);
    this.bytes += line.length + 1;
  }

  isExact(count: number): boolean {
    return this.#inOrder && this.#seen.size === count;
  }
}

const docker: Contender = async (socket, writers, folder) => {
  const files = writers.ids.map((id) => path.join(folder, id));
  const processes = writers.ids.map((id, index) => {
    const file = openSync(files[index] as string, 'w');
    const child = spawn('docker', ['-H', `unix://${socket}`, 'logs', '-f', id], {
      stdio: ['ignore', file, 'inherit'],
    });
    closeSync(file);
    return once(child, 'exit');
  });
  await delay(1_000);
  const began = performance.now();
  writers.go();
  await Promise.all(processes);
  const milliseconds = performance.now() - began;
  let bytes = 0;
  let exact = true;
  for (const file of files) {
    const checker = new Checker();
    for (const line of readFileSync(file, 'latin1').split('\n').slice(0, -1)) checker.add(line);
    bytes += checker.bytes;
    exact &&= checker.isExact(writers.count);
  }
  return { milliseconds, bytes, exact };
};

const ours: Contender = async (socket, writers, folder) => {
  const child = fork(followerFile, [socket, writers.project, folder]);
  const usage: Usage[] = [];
  child.on('message', (message) => usage.push(message as Usage));
  try {
    await Promise.race([once(child, 'message'), failed(child)]);
    await delay(1_000);
    usage.length = 0;
    const began = performance.now();
    writers.go();
    const whole = containers * (bytesOf(writers.count) + writers.count * overhead);
    const patience = 120_000 * Math.max(1, writers.count / 20_000);
    for (let stored = 0; stored < whole && performance.now() - began < patience; ) {
      await delay(20);
      stored = sizeOf(path.join(folder, 'logs'));
    }
    const milliseconds = performance.now() - began;
    // The follower goes on until the containers' ends are seen: what it needs then counts, too.
    await delay(500);
    child.send('end');
    await once(child, 'exit');
    return { milliseconds, ...(await kept(socket, writers, folder)), usage };
  } finally {
    child.kill('SIGKILL');
  }
};

async function failed(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`The follower ended with ${code} before it began.`);
}

/** What is in the store, read as any user of the capability does. */
async function kept(socket: string, { project, count }: Writers, folder: string) {
  const engine = await connectEngine({ endpoint: { kind: 'socket', path: socket } });
  const store = openStore({ folder });
  const checkers = new Map<string, Checker>();
  let gaps = 0;
  try {
    for await (const batch of openLogs({ store, engine, project }).read({}))
      for (const record of batch) {
        if (record.kind === 'gap') gaps += 1;
        else {
          const { container, data } = record.line;
          const checker = checkers.get(container) ?? new Checker();
          checkers.set(container, checker);
          checker.add(data.toString('latin1'));
        }
      }
  } finally {
    store.close();
    await engine.close();
  }
  const all = [...checkers.values()];
  return {
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    exact: gaps === 0 && all.length === containers && all.every((checker) => checker.isExact(count)),
  };
}

async function compare(engine: { name: string; socket: string }, setting: Setting): Promise<Comparison> {
  const contenders = { blockyard: ours, 'docker logs -f': docker };
  const outcomes: Record<string, Outcome[]> = { blockyard: [], 'docker logs -f': [] };
  for (let round = 0; round <= rounds; round++) {
    const order = Object.entries(contenders);
    if (round % 2) order.reverse();
    for (const [name, contender] of order) {
      const outcome = await withWriters(engine.socket, setting, contender);
      if (round > 0) outcomes[name]?.push(outcome);
    }
  }
  const measurements: Measurement[] = Object.entries(outcomes).map(([name, list]) => {
    const each = list.map(({ milliseconds, bytes }) => (milliseconds / bytes) * 1e6);
    return { name, median: median(each), rounds: each.map((value) => Math.round(value * 10) / 10) };
  });
  const expected = bytesOf(lines) * containers;
  const facts = (list: Outcome[]) => ({
    arrived: list.map(({ bytes }) => `${((bytes / expected) * 100).toFixed(1)} %`),
    byteExact: list.map(({ exact }) => exact),
  });
  const usages = outcomes['blockyard']?.map(({ usage }) => usage ?? []) ?? [];
  return {
    title: `logs of ${containers} chatty containers, ${setting.title}: milliseconds for a MB`,
    engine: engine.name,
    measurements,
    ratios: [ratioOf(measurements, 'blockyard', 'docker logs -f', setting.target)],
    facts: {
      megabytes: Math.round(expected / 1e6),
      blockyard: facts(outcomes['blockyard'] ?? []),
      docker: facts(outcomes['docker logs -f'] ?? []),
      followerAlone: usages.map(summary),
    },
  };
}

/** What the follower needs must not grow with how long it runs: its memory in each tenth of a long run. */
async function longRun(engine: { name: string; socket: string }, setting: Setting): Promise<Comparison> {
  const count = lines * longer;
  const { milliseconds, exact, usage = [] } = await withWriters(engine.socket, setting, ours, count);
  const tenth = Math.ceil(usage.length / 10);
  const parts = Array.from({ length: 10 }, (_, n) => usage.slice(n * tenth, (n + 1) * tenth));
  const megabytes = (bytesOf(count) * containers) / 1e6;
  return {
    title: `logs of ${containers} chatty containers, ${setting.title}, ${Math.round(megabytes)} MB: memory`,
    engine: engine.name,
    measurements: [
      { name: 'blockyard, for a MB', median: milliseconds / megabytes, rounds: [milliseconds / megabytes] },
    ],
    ratios: [],
    facts: {
      byteExact: exact,
      followerAlone: summary(usage),
      peakMiBInEachTenth: parts.map((part) => peak(part, 'rss')),
    },
  };
}

function summary(usage: Usage[]) {
  const [first, last] = [usage[0], usage.at(-1)];
  const peakMiB = peak(usage, 'rss');
  return {
    idleMiB: mebibytes(first?.memory.rss),
    peakMiB,
    within: `${memoryTarget} MiB: ${peakMiB <= memoryTarget ? 'met' : 'MISSED'}`,
    peakHeapMiB: peak(usage, 'heapUsed'),
    peakBuffersMiB: peak(usage, 'arrayBuffers'),
    processorMilliseconds: Math.round(
      (last?.processorMilliseconds ?? 0) - (first?.processorMilliseconds ?? 0),
    ),
  };
}

function peak(usage: Usage[], what: keyof NodeJS.MemoryUsage): number {
  return mebibytes(Math.max(...usage.map(({ memory }) => memory[what])));
}

function mebibytes(bytes = Number.NaN): number {
  return Math.round(bytes / 2 ** 20);
}

async function withWriters(
  socket: string,
  { logging }: Setting,
  run: Contender,
  count = lines,
): Promise<Outcome> {
  const engine = new Docker({ socketPath: socket });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bybench-logs-'));
  const project = path.basename(folder).toLowerCase();
  const gate = path.join(folder, 'gate');
  mkdirSync(gate);
  const made = await Promise.all(
    Array.from({ length: containers }, async (_, index) => {
      const container = await engine.createContainer({
        name: `${project}-writer-${index + 1}`,
        Image: 'debian:12-slim',
        Cmd: ['sh', '-c', `until [ -e /gate/open ]; do sleep 0.05; done; exec seq -f '${text}' 1 ${count}`],
        Labels: { 'com.docker.compose.project': project, 'com.docker.compose.service': 'writer' },
        HostConfig: { NetworkMode: 'none', Binds: [`${gate}:/gate:ro`], LogConfig: logging },
      });
      await container.start();
      return container;
    }),
  );
  try {
    const go = () => writeFileSync(path.join(gate, 'open'), '');
    return await run(socket, { project, ids: made.map(({ id }) => id), count, go }, folder);
  } finally {
    await Promise.all(made.map((container) => container.remove({ force: true })));
    rmSync(folder, { recursive: true });
  }
}

function sizeOf(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
  } catch {
    // Not there yet.
    return 0;
  }
}

/** The follower as one file, built as the command is. */
async function buildFollower(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [leaveOut()],
    build: {
      ssr: path.join(import.meta.dirname, 'support', 'log-follower.ts'),
      outDir: folder,
      emptyOutDir: true,
      target: 'node22',
      minify: false,
    },
    ssr: { noExternal: true },
  });
  return path.join(folder, 'log-follower.js');
}

const engines = JSON.parse(
  process.env['BLOCKYARD_TEST_ENGINES'] ?? '[{"name":"default","socket":"/var/run/docker.sock"}]',
);
const built = mkdtempSync(path.join(os.tmpdir(), 'bybench-follower-'));
// Read as a module wherever it lies.
writeFileSync(path.join(built, 'package.json'), '{ "type": "module" }');
const followerFile = await buildFollower(path.join(built, 'out'));
const report = reporter('logs');
try {
  for (const engine of engines) {
    for (const setting of settings) report(await compare(engine, setting));
    for (const setting of settings.slice(0, 2)) report(await longRun(engine, setting));
  }
} finally {
  rmSync(built, { recursive: true });
}
