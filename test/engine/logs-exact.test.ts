import { expect, it } from 'vitest';
import type { Engine } from '../../src/core/engine/index.ts';
import { connectTo, describeOnEachEngine, uniqueName } from '../support/index.ts';
import { keptLogs, linesOf, writer } from '../support/kept-logs.ts';

describeOnEachEngine('kept logs are exact', (testEngine) => {
  it('for any bytes, empty lines, long lines and a last line without an end', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    const script = `
      i=0; while [ $i -lt 256 ]; do [ $i -ne 10 ] && printf "\\\\$(printf %03o $i)"; i=$((i+1)); done; echo
      echo; echo "  spaces  "; printf '\\r\\n'
      head -c 100000 /dev/zero | tr '\\0' a; echo
      head -c 2500000 /dev/zero | tr '\\0' b; echo
      printf 'no end'`;
    await using container = await writer(engine, project, script, {
      hostConfig: { LogConfig: { Type: 'local', Config: {} } },
    });
    await engine.containers.wait(container.id);

    const lines = await linesOf(kept.logs);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 10));
    const megabyte = 1024 * 1024;
    expect(lines.map(({ data, goesOn }) => [data.length, goesOn ?? false])).toEqual([
      [255, false],
      [0, false],
      [10, false],
      [1, false],
      [100_000, false],
      [megabyte, true],
      [megabyte, true],
      [2_500_000 - 2 * megabyte, false],
      [6, false],
    ]);
    expect(lines[0]?.data.equals(bytes)).toBe(true);
    expect(lines[3]?.data.toString()).toBe('\r');
    expect(lines.slice(5, 8).every(({ data }) => data.equals(Buffer.alloc(data.length, 'b')))).toBe(true);
    expect(lines.at(-1)?.data.toString()).toBe('no end');
  });

  it('for a terminal', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    const script = "echo one; echo two >&2; head -c 50000 /dev/zero | tr '\\0' a; echo; echo end";
    await using container = await writer(engine, project, script, { tty: true });
    await engine.containers.wait(container.id);
    expect((await linesOf(kept.logs)).map(({ stream, data }) => [stream, data.toString()])).toEqual([
      ['stdout', 'one'],
      ['stdout', 'two'],
      ['stdout', 'a'.repeat(50_000)],
      ['stdout', 'end'],
    ]);
  });

  it('in the engine’s order of both streams, however often they are read', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    const script = 'for i in $(seq 1000); do echo "out $i"; echo "err $i" >&2; done; sleep infinity';
    await using container = await writer(engine, project, script);
    const abort = new AbortController();
    for await (const batch of kept.logs.read({ follow: true, grep: /err 1000/ }, { signal: abort.signal }))
      if (batch.length > 0) abort.abort();
    const texts = async () => (await linesOf(kept.logs)).map(({ data }) => data.toString());
    const first = await texts();
    expect(first).toEqual(await texts());
    expect(first).toEqual(await engineOrder(engine, container.id));
    expect(first).toHaveLength(2_000);
  });

  it('over restarts of the container', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    await using container = await writer(engine, project, 'echo begins; printf "ends without"');
    await engine.containers.wait(container.id);
    expect(await linesOf(kept.logs)).toHaveLength(2);
    await engine.containers.start(container.id);
    await engine.containers.wait(container.id);
    expect((await linesOf(kept.logs)).map(({ data }) => data.toString())).toEqual([
      'begins',
      'ends without',
      'begins',
      'ends without',
    ]);
  });
});

async function engineOrder(engine: Engine, id: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { data } of engine.containers.logs(id, {})) lines.push(data.toString().trimEnd());
  return lines;
}
