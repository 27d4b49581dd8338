import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { connectEngine } from '../src/core/engine/index.ts';
import { openLogs } from '../src/core/logs/index.ts';
import { openStore } from '../src/core/store/index.ts';
import { type Measurement, median } from './support/measure.ts';
import { type Comparison, ratioOf, report } from './support/report.ts';

/*
 * 20 containers that write as fast as they can: how fast their logs come to disk, and whether all of them do, against
 * `docker logs -f` into files. A line of the table is milliseconds for a megabyte that arrived, so that what is lost
 * along the way counts against whoever loses it.
 */

const containers = Number(process.env['BENCH_CONTAINERS'] ?? 20);
const lines = Number(process.env['BENCH_LINES'] ?? 20_000);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const text = 'line %.0f of a log that has some length to be like real ones, is it not so, 100 characters';
const expected = Array.from({ length: lines }, (_, n) => text.length - 4 + String(n + 1).length + 1).reduce(
  (sum, length) => sum + length,
  0,
);
/** Our own records carry kind, time and a space. */
const overhead = 32;

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
  /** Of the containers' output. */
  bytes: number;
  facts?: Record<string, unknown>;
}

interface Writers {
  project: string;
  ids: string[];
  /** Lets them write. */
  go(): void;
}

type Contender = (socket: string, writers: Writers, folder: string) => Promise<Outcome>;

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
  return {
    milliseconds: performance.now() - began,
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
  };
};

const ours: Contender = async (socket, writers, folder) => {
  const engine = await connectEngine({ endpoint: { kind: 'socket', path: socket } });
  const store = openStore({ folder });
  const logs = openLogs({ store, engine, project: writers.project });
  const abort = new AbortController();
  const following = logs.follow({ signal: abort.signal });
  let memory = 0;
  const look = setInterval(() => {
    memory = Math.max(memory, process.memoryUsage.rss());
  }, 50);
  try {
    await delay(1_000);
    const began = performance.now();
    writers.go();
    const whole = containers * (expected + lines * overhead);
    for (let stored = 0; stored < whole && performance.now() - began < 120_000; ) {
      await delay(20);
      stored = sizeOf(path.join(folder, 'logs'));
    }
    const milliseconds = performance.now() - began;
    abort.abort();
    await following;
    return { milliseconds, ...(await check()), facts: { memoryMiB: Math.round(memory / 2 ** 20) } };
  } finally {
    clearInterval(look);
    abort.abort();
    store.close();
    await engine.close();
  }

  /** Each container's lines in order, each once; what arrived of them. */
  async function check(): Promise<{ bytes: number }> {
    let bytes = 0;
    const last = new Map<string, number>();
    for await (const batch of logs.read({}))
      for (const record of batch) {
        if (record.kind === 'gap') continue;
        const { container, data } = record.line;
        const number = Number(/^line (\d+) /.exec(data.toString('latin1'))?.[1]);
        if (!(number > (last.get(container) ?? 0))) throw new Error(`${container}: ${data} is out of order.`);
        last.set(container, number);
        bytes += data.length + 1;
      }
    return { bytes };
  }
};

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
  const arrived = (list: Outcome[]) =>
    list.map(({ bytes }) => `${((bytes / expected / containers) * 100).toFixed(1)} %`);
  return {
    title: `logs of ${containers} chatty containers, ${setting.title}: milliseconds for a MB`,
    engine: engine.name,
    measurements,
    ratios: [ratioOf(measurements, 'blockyard', 'docker logs -f', setting.target)],
    facts: {
      megabytes: Math.round((expected * containers) / 1e6),
      arrivedInBlockyard: arrived(outcomes['blockyard'] ?? []),
      arrivedInDocker: arrived(outcomes['docker logs -f'] ?? []),
      memoryMiB: outcomes['blockyard']?.map(({ facts }) => facts?.['memoryMiB']),
    },
  };
}

async function withWriters(socket: string, { logging }: Setting, run: Contender): Promise<Outcome> {
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
        Cmd: ['sh', '-c', `until [ -e /gate/open ]; do sleep 0.05; done; exec seq -f '${text}' 1 ${lines}`],
        Labels: { 'com.docker.compose.project': project, 'com.docker.compose.service': 'writer' },
        HostConfig: { NetworkMode: 'none', Binds: [`${gate}:/gate:ro`], LogConfig: logging },
      });
      await container.start();
      return container;
    }),
  );
  try {
    const go = () => writeFileSync(path.join(gate, 'open'), '');
    return await run(socket, { project, ids: made.map(({ id }) => id), go }, folder);
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

const engines = JSON.parse(
  process.env['BLOCKYARD_TEST_ENGINES'] ?? '[{"name":"default","socket":"/var/run/docker.sock"}]',
);
const comparisons: Comparison[] = [];
for (const engine of engines)
  for (const setting of settings) comparisons.push(await compare(engine, setting));
report('logs', comparisons);
