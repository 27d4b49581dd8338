import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { LogBatches } from '../../src/core/api/log-batches.ts';
import type { LogQuery, StackLogs } from '../../src/core/logs/index.ts';
import type { LogBatch } from '../../src/shared/contract/index.ts';
import { connectTo, describeOnEachEngine, uniqueName } from '../support/index.ts';
import { keptLogs, writer } from '../support/kept-logs.ts';

const count = 200_000;
const flood = `seq -f 'line %.0f' 1 ${count}`;

describeOnEachEngine('logs that a page follows', (testEngine) => {
  it('go on at the checkpoint in another core after the first was killed, each line once', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    await using _container = await writer(engine, project, `${flood}; exec sleep infinity`);
    const numbers: number[] = [];
    let after: string | undefined;
    // Whatever the killed core had sent was taken, and nothing else.
    for (let kills = 1; kills <= 3; kills++)
      for await (const batch of batchesOfAnotherCore(testEngine.socket, project, kept.store.folder, after)) {
        numbers.push(...numbersOf(batch));
        after = batch.checkpoint;
        if (numbers.length > kills * 20_000) break;
      }
    for await (const batch of batchesOf(kept.logs, { follow: true, after })) {
      numbers.push(...numbersOf(batch));
      if (numbers.at(-1) === count) break;
    }
    expect(numbers).toHaveLength(count);
    expect(numbers.findIndex((number, at) => number !== at + 1)).toBe(-1);
  });

  it('lose nothing untold to a page that is slow', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    // Once it is seen to run, so that the lines come and were not kept before.
    const script = `echo begin; sleep 1; ${flood}; exec sleep infinity`;
    await using _container = await writer(engine, project, script);
    let seen = -1;
    for await (const batch of batchesOf(kept.logs, { follow: true })) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      if (batch.kind === 'dropped') seen += batch.lines;
      seen += numbersOf(batch).length;
      if (seen === count) break;
    }
    expect(seen).toBe(count);
  });

  it('bring a line of 10 MB in parts that are cut, and bytes that are no text', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    const script = `head -c 10000000 /dev/zero | tr '\\0' x; echo; printf 'a\\377\\000\\033[31mb\\n'`;
    await using container = await writer(engine, project, script);
    await engine.containers.wait(container.id);
    const lines: { text: string; letter: string; length: number }[] = [];
    for await (const batch of batchesOf(kept.logs, {})) {
      if (batch.kind !== 'lines') continue;
      for (const [index, text] of batch.text.split('\n').entries()) {
        const length = batch.cut.find((cut) => cut.index === index)?.length ?? text.length;
        lines.push({ text, letter: batch.stream[index] ?? '', length });
      }
    }
    expect(lines.at(-1)?.text).toBe('a\ufffd\0\u001b[31mb');
    const parts = lines.slice(0, -1);
    expect(parts.map(({ letter }) => letter).join('')).toBe('OOOOOOOOOo');
    expect(parts.reduce((sum, { length }) => sum + length, 0)).toBe(10_000_000);
    expect(Math.max(...parts.map(({ text }) => text.length))).toBe(16_384);
  });
});

async function* batchesOf(logs: StackLogs, query: LogQuery): AsyncGenerator<LogBatch> {
  const abort = new AbortController();
  try {
    yield* new LogBatches().of(logs.steps(query, { signal: abort.signal }));
  } finally {
    abort.abort();
  }
}

function numbersOf(batch: LogBatch): number[] {
  if (batch.kind !== 'lines') return [];
  return batch.text.split('\n').map((text) => Number(/^line (\d+)$/.exec(text)?.[1]));
}

/** What a core in another process sends; it is killed, not ended, when nobody takes any more. */
async function* batchesOfAnotherCore(
  socket: string,
  project: string,
  folder: string,
  after: string | undefined,
): AsyncGenerator<LogBatch> {
  const module = (path: string) =>
    JSON.stringify(fileURLToPath(new URL(`../../src/core/${path}`, import.meta.url)));
  const script = `
    const [{ connectEngine }, { openStore }, { openLogs }, { LogBatches }] = await Promise.all([
      import(${module('engine/index.ts')}), import(${module('store/index.ts')}),
      import(${module('logs/index.ts')}), import(${module('api/log-batches.ts')})]);
    const engine = await connectEngine({ endpoint: { kind: 'socket', path: ${JSON.stringify(socket)} } });
    const store = openStore({ folder: ${JSON.stringify(folder)} });
    const steps = openLogs({ store, engine, project: ${JSON.stringify(project)} })
      .steps({ follow: true, after: ${JSON.stringify(after)} });
    for await (const batch of new LogBatches().of(steps))
      if (!process.stdout.write(JSON.stringify(batch) + '\\n'))
        await new Promise((resolve) => process.stdout.once('drain', resolve));`;
  const child = spawn(process.execPath, ['--experimental-strip-types', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const ended = once(child, 'exit');
  try {
    for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}
