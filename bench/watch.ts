import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type WatchEvent, watchStack } from '../src/core/stack/index.ts';
import {
  type BenchEngine,
  BenchProject,
  benchEngines,
  mapped,
  quietTask,
  WarmCore,
} from './support/contestants.ts';
import { floorEngine } from './support/floor.ts';
import { median } from './support/measure.ts';
import { type Comparison, reporter } from './support/report.ts';

/*
 * `develop.watch`: from a file's change on this machine to its content in the container, seen through the container
 * process's root folder, so that looking costs nothing.
 */

const target = 150;

async function measureSync(engine: BenchEngine, count: number, rounds: number): Promise<Comparison> {
  const source = mkdtempSync(path.join(os.tmpdir(), 'bybench-watch-'));
  using project = new BenchProject('bybench-watch', [{ name: 'app' }]);
  const service = {
    image: mapped('busybox:1'),
    command: ['sleep', '600'],
    stop_grace_period: '0s',
    develop: { watch: [{ path: source, action: 'sync', target: '/srv' }] },
  };
  mkdirSync(project.folder, { recursive: true });
  writeFileSync(path.join(project.folder, 'compose.yaml'), JSON.stringify({ services: { app: service } }));
  await using warm = await WarmCore.open(project, engine);
  const stop = new AbortController();
  try {
    await warm.up();
    const details = await floorEngine(engine.socket).getContainer(`${project.name}-app-1`).inspect();
    const inside = path.join('/proc', String(details.State.Pid), 'root/srv');
    const ready = Promise.withResolvers<void>();
    const onEvent = (event: WatchEvent) => {
      if (event.kind === 'watching') ready.resolve();
      if (event.kind === 'failed') ready.reject(event.error);
    };
    const watching = watchStack(warm.stack, { onEvent }, { ...quietTask(), signal: stop.signal });
    await ready.promise;
    const times: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const content = `round ${round}\n`;
      const start = performance.now();
      for (let file = 0; file < count; file += 1) writeFileSync(path.join(source, `${file}.txt`), content);
      await allAre(inside, count, content);
      if (round > 0) times.push(performance.now() - start);
    }
    stop.abort();
    await watching;
    return {
      title: `watch, ${count} file${count > 1 ? 's' : ''} changed → in the container`,
      engine: engine.name,
      measurements: [{ name: 'sync', median: median(times), rounds: times.map(Math.round) }],
      ratios: [],
      facts: { longest: Math.round(Math.max(...times)), target, met: Math.max(...times) <= target },
    };
  } finally {
    stop.abort();
    await warm.down();
    rmSync(source, { recursive: true });
  }
}

async function allAre(folder: string, count: number, content: string): Promise<void> {
  for (let file = 0; file < count; ) {
    let found: string | undefined;
    try {
      found = readFileSync(path.join(folder, `${file}.txt`), 'utf8');
    } catch {
      found = undefined;
    }
    if (found === content) file += 1;
    else await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const report = reporter('watch');
for (const engine of benchEngines())
  for (const count of [1, 100]) report(await measureSync(engine, count, 20));
