import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { connectTo, describeOnEachEngine, runningContainer } from '../support/index.ts';

describeOnEachEngine('commands in a container', (testEngine) => {
  it('answer with both outputs and the exit code', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const result = await engine.containers.exec(container.id, {
      command: ['sh', '-c', 'echo "$GREETING from $PWD as $(id -un)"; exit 42'],
      environment: ['GREETING=hello'],
      workingDirectory: '/tmp',
      user: 'daemon',
    });
    expect(result).toEqual({ exitCode: 42, output: 'hello from /tmp as daemon\n' });
  });

  it('keep only the newest output', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const result = await engine.containers.exec(container.id, {
      command: ['sh', '-c', 'head -c 5000000 /dev/zero | tr "\\0" x; echo; echo the end'],
      outputLimit: 20,
    });
    expect(result).toEqual({ exitCode: 0, output: 'xxxxxxxxxxx\nthe end\n' });
  });

  it('that do not exist end with 126 or 127 and say so', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const { exitCode, output } = await engine.containers.exec(container.id, { command: ['no-such-command'] });
    expect([126, 127]).toContain(exitCode);
    expect(output).toContain('no-such-command');
  });

  it('read their input to its end while the output still comes', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const process = await engine.containers.execStream(container.id, {
      command: ['sh', '-c', 'cat; echo "input is over" >&2; exit 5'],
      stdin: true,
    });
    const input = 'a line\n'.repeat(100_000);
    process.stdin?.end(input);
    const [output, errors, exitCode] = await Promise.all([
      text(process.stdout),
      text(process.stderr),
      process.exitCode,
    ]);
    expect(output === input).toBe(true);
    expect({ errors, exitCode }).toEqual({ errors: 'input is over\n', exitCode: 5 });
  });

  it('do not mind input that nobody reads', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const process = await engine.containers.execStream(container.id, { command: ['true'], stdin: true });
    process.stdin?.write(Buffer.alloc(1_000_000));
    process.stdin?.end();
    expect(await Promise.all([text(process.stdout), process.exitCode])).toEqual(['', 0]);
  });

  it('have a terminal of the size that is asked for', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const process = await engine.containers.execStream(container.id, {
      command: ['sh', '-c', 'read go; stty size; tty >/dev/null && echo "is a terminal" >&2'],
      tty: true,
      stdin: true,
    });
    await process.resize(91, 27);
    process.stdin?.write('go\n');
    const output = await text(process.stdout);
    expect(output).toBe('go\r\n27 91\r\nis a terminal\r\n');
    expect(await text(process.stderr)).toBe('');
    expect(await process.exitCode).toBe(0);
    await process.resize(80, 24);
  });

  it('get every key that is pressed in a terminal, those of Docker as well', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const process = await engine.containers.execStream(container.id, {
      command: ['sh', '-c', 'stty raw -echo; echo ready; head -c 3 | od -An -tx1'],
      tty: true,
      stdin: true,
    });
    let output = '';
    for await (const chunk of process.stdout as AsyncIterable<Buffer>) {
      output += chunk;
      if (output === 'ready\n') process.stdin?.write('\x10\x11!');
    }
    expect(output).toBe('ready\n 10 11 21\n');
    expect(await process.exitCode).toBe(0);
  });

  it('that are closed from here reject and bring nobody down', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const caller = new AbortController();
    const process = await engine.containers.execStream(
      container.id,
      { command: ['sleep', 'infinity'] },
      { signal: caller.signal },
    );
    const reason = new Error('enough');
    caller.abort(reason);
    await expect(text(process.stdout)).rejects.toBe(reason);
    await expect(process.exitCode).rejects.toBe(reason);
  });

  it('run many at a time over one engine', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const results = await Promise.all(
      Array.from({ length: 24 }, (_, number) =>
        engine.containers.exec(container.id, { command: ['sh', '-c', `echo ${number}; exit ${number}`] }),
      ),
    );
    expect(results).toEqual(results.map((_, number) => ({ exitCode: number, output: `${number}\n` })));
  });
});
