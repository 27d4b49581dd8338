import { expect, it } from 'vitest';
import type { LogChunk } from '../../src/core/engine/index.ts';
import { connectTo, describeOnEachEngine, runningContainer } from '../support/index.ts';

describeOnEachEngine('logs of a container', (testEngine) => {
  it('are exact to the byte, each stream in its order', async () => {
    await using engine = await connectTo(testEngine);
    const script = `
      for i in $(seq 3000); do echo "out $i"; echo "err $i" >&2; done
      printf 'zero \\000\\001 end'; head -c 70000 /dev/zero | tr '\\0' y; echo; echo the end >&2`;
    // Engine 20.10 itself loses the end of a log that is followed when the container ends too soon after it.
    await using container = await runningContainer(engine, ['sh', '-c', `${script}; sleep infinity`]);
    const numbers = Array.from({ length: 3000 }, (_, index) => index + 1);
    const expected = {
      stdout: Buffer.concat([
        Buffer.from(numbers.map((number) => `out ${number}\n`).join('')),
        Buffer.from('zero \0\u0001 end'),
        Buffer.alloc(70_000, 'y'),
        Buffer.from('\n'),
      ]),
      stderr: Buffer.from(`${numbers.map((number) => `err ${number}\n`).join('')}the end\n`),
    };
    const following = engine.containers.logs(container.id, { follow: true });
    const followed = await collect(following, expected.stdout.length + expected.stderr.length);
    const replayed = await collect(engine.containers.logs(container.id, {}));
    for (const logs of [followed, replayed]) {
      expect(logs.stdout.equals(expected.stdout)).toBe(true);
      expect(logs.stderr.equals(expected.stderr)).toBe(true);
    }
  });

  it('have the last line as well when it does not end', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine, ['printf', 'one\\nand a half']);
    await engine.containers.wait(container.id);
    const logs = await collect(engine.containers.logs(container.id, {}));
    expect(logs.stdout.toString()).toBe('one\nand a half');
  });

  it('of a terminal are raw', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine, ['sh', '-c', 'echo a; echo b >&2'], { Tty: true });
    const logs = await collect(engine.containers.logs(container.id, { follow: true }));
    expect(logs.stdout.toString()).toBe('a\r\nb\r\n');
    expect(logs.stderr.toString()).toBe('');
  });

  it('can be cut by number of lines and by time, and carry times', async () => {
    await using engine = await connectTo(testEngine);
    const script = 'for i in 1 2 3; do echo line $i; sleep 0.05; done';
    await using container = await runningContainer(engine, ['sh', '-c', script]);
    await engine.containers.wait(container.id);
    const read = async (request: Parameters<typeof engine.containers.logs>[1]) =>
      (await collect(engine.containers.logs(container.id, request))).stdout.toString();
    expect(await read({ tail: 2 })).toBe('line 2\nline 3\n');
    const withTimes = await read({ timestamps: true });
    const times = withTimes
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '');
    expect(withTimes).toMatch(/^(\d{4}-\d\d-\d\dT[\d:]+\.\d+Z line \d\n){3}$/);
    expect(await read({ since: secondsOf(times[1]) })).toBe('line 2\nline 3\n');
    expect(await read({ until: secondsOf(times[1]) })).toMatch(/^line 1\n(line 2\n)?$/);
  });

  it('end when the reader has enough, without leaving a connection open', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine, ['sh', '-c', 'while echo on and on; do :; done']);
    for await (const { data } of engine.containers.logs(container.id, { follow: true })) {
      expect(data.toString()).toBe('on and on\n');
      break;
    }
    await engine.containers.kill(container.id);
  });

  it('stop with the reason of the signal', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine, ['sh', '-c', 'echo here; exec sleep infinity']);
    const caller = new AbortController();
    const reason = new Error('enough');
    const reading = async () => {
      const options = { signal: caller.signal };
      for await (const _ of engine.containers.logs(container.id, { follow: true }, options))
        caller.abort(reason);
    };
    await expect(reading()).rejects.toBe(reason);
  });
});

/** All that comes, or so many bytes. */
async function collect(logs: AsyncIterable<LogChunk>, enough = Number.POSITIVE_INFINITY) {
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let length = 0;
  for await (const { stream, data } of logs) {
    chunks[stream].push(data);
    length += data.length;
    if (length >= enough) break;
  }
  return { stdout: Buffer.concat(chunks.stdout), stderr: Buffer.concat(chunks.stderr) };
}

/** Engine time out of a time stamp, with all its digits. */
function secondsOf(timestamp = ''): string {
  const [, seconds = '', fraction = '0'] = /^(.*?)(?:\.(\d+))?Z$/.exec(timestamp) ?? [];
  return `${Date.parse(`${seconds}Z`) / 1000}.${fraction.padEnd(9, '0')}`;
}
