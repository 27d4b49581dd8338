import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { connectTo, createdContainer, describeOnEachEngine, runningContainer } from '../support/index.ts';

describeOnEachEngine('attaching to a container', (testEngine) => {
  it('before its start loses nothing, and answers with its exit code', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await createdContainer(engine, [
      'sh',
      '-c',
      'echo first; echo problem >&2; exit 9',
    ]);
    const process = await engine.containers.attach(container.id, {});
    const outputs = Promise.all([text(process.stdout), text(process.stderr)]);
    await engine.containers.start(container.id);
    expect(await outputs).toEqual(['first\n', 'problem\n']);
    expect(await process.exitCode).toBe(9);
    expect(process.stdin).toBeUndefined();
  });

  it('passes input, and its end', async () => {
    await using engine = await connectTo(testEngine);
    const spec = { OpenStdin: true, StdinOnce: true, AttachStdin: true };
    await using container = await createdContainer(engine, ['cat'], spec);
    const process = await engine.containers.attach(container.id, { stdin: true });
    process.stderr.resume();
    await engine.containers.start(container.id);
    process.stdin?.end('through the container');
    expect(await text(process.stdout)).toBe('through the container');
    expect(await process.exitCode).toBe(0);
  });

  it('with a terminal gives one raw stream that can be resized', async () => {
    await using engine = await connectTo(testEngine);
    const spec = { Tty: true, OpenStdin: true };
    await using container = await createdContainer(engine, ['sh', '-c', 'read go; stty size'], spec);
    const process = await engine.containers.attach(container.id, { stdin: true });
    await process.resize(10, 10);
    await engine.containers.start(container.id);
    await process.resize(66, 33);
    process.stdin?.write('go\n');
    expect(await text(process.stdout)).toBe('go\r\n33 66\r\n');
    expect(await process.exitCode).toBe(0);
  });

  it('can be left without harm to the container', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const process = await engine.containers.attach(container.id, {});
    process.close();
    await expect(process.exitCode).rejects.toThrow();
    expect((await engine.containers.inspect(container.id))?.State.Running).toBe(true);
  });

  it('to a container that does not exist is an error', async () => {
    await using engine = await connectTo(testEngine);
    await expect(engine.containers.attach('bytest-nobody', {})).rejects.toMatchObject({
      code: 'engine-refused',
      status: 404,
    });
  });
});
