import { expect, it } from 'vitest';
import type { ContainerSpec } from '../../src/core/engine/index.ts';
import type { LogGap } from '../../src/core/logs/index.ts';
import { connectTo, describeOnEachEngine, uniqueName } from '../support/index.ts';
import { keptLogs, writer } from '../support/kept-logs.ts';

const count = 60_000;
const script = `seq -f 'line %.0f of a log that is written as fast as can be, so that the engine rotates often' 1 ${count}`;

type Logging = NonNullable<ContainerSpec['HostConfig']>['LogConfig'];

const keptFiles: [string, Logging][] = [
  ['local, compressed', { Type: 'local', Config: { 'max-size': '1m', 'max-file': '50' } }],
  ['local', { Type: 'local', Config: { 'max-size': '1m', 'max-file': '50', compress: 'false' } }],
  ['json-file', { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '50' } }],
];

describeOnEachEngine('logs that the engine rotates under a fast writer', (testEngine) => {
  it.each(keptFiles)('are complete as long as the engine keeps the files: %s', async (_, logging) => {
    const { numbers, gaps } = await followed(testEngine, logging);
    expect(gaps).toEqual([]);
    expect(numbers).toHaveLength(count);
    expect(numbers.findIndex((number, index) => number !== index + 1)).toBe(-1);
  });

  it('are in order, each line once, and say that lines are missing where the engine drops them', async () => {
    const logging = { Type: 'json-file', Config: { 'max-size': '100k' } };
    const { numbers, times, gaps } = await followed(testEngine, logging);
    expect(numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))).toBe(true);
    // What was dropped before the first look is not known to be missing.
    const silent = numbers.slice(1).filter((number, index) => {
      const [from = 0n, to = 0n] = times.slice(index, index + 2);
      const told = gaps.some(({ fromNano, toNano }) => fromNano <= from && toNano >= to);
      return number !== (numbers[index] ?? 0) + 1 && !told;
    });
    expect(silent).toEqual([]);
  });
});

async function followed(
  testEngine: Parameters<typeof connectTo>[0],
  logging: Logging,
): Promise<{ numbers: number[]; times: bigint[]; gaps: LogGap[] }> {
  await using engine = await connectTo(testEngine);
  const project = uniqueName('logs');
  await using kept = await keptLogs(engine, project);
  const abort = new AbortController();
  const following = kept.logs.follow({ signal: abort.signal });
  await using container = await writer(engine, project, script, { hostConfig: { LogConfig: logging } });
  await engine.containers.wait(container.id);
  await kept.logs.drain(container);
  abort.abort();
  await following;
  const numbers: number[] = [];
  const times: bigint[] = [];
  const gaps: LogGap[] = [];
  for await (const batch of kept.logs.read({}))
    for (const record of batch)
      if (record.kind === 'gap') gaps.push(record.gap);
      else {
        numbers.push(Number(record.line.data.toString().split(' ')[1]));
        times.push(record.line.timeNano);
      }
  return { numbers, times, gaps };
}
