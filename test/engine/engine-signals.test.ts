import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { connectTo, createdContainer, describeOnEachEngine, runningContainer } from '../support/index.ts';

describeOnEachEngine('calls to the engine', (testEngine) => {
  it('leave no listener on the signal that they were given', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine, ['sh', '-c', 'echo here; exec sleep infinity']);
    const caller = new AbortController();
    const options = { signal: caller.signal };
    const { containers } = engine;
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    await Promise.all(Array.from({ length: 30 }, () => containers.list({}, options)));
    await expect(containers.start('bytest-nobody', options)).rejects.toThrow();
    await containers.exec(container.id, { command: ['true'] }, options);
    for await (const _ of containers.logs(container.id, { follow: true }, options)) break;
    for await (const _ of containers.stats(container.id, options)) break;
    for await (const _ of engine.events({}, options)) break;
    const attached = await containers.attach(container.id, {}, options);
    attached.close();
    (await containers.readArchive(container.id, '/etc/hostname', options))?.destroy();
    await expect.poll(() => getEventListeners(caller.signal, 'abort')).toEqual([]);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  it('end with the reason of the signal, whatever they wait for', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    const reason = new Error('enough');
    const aborted = AbortSignal.abort(reason);
    await expect(engine.containers.list({}, { signal: aborted })).rejects.toBe(reason);

    const caller = new AbortController();
    const options = { signal: caller.signal };
    const { containers } = engine;
    const events = engine.events({ names: [container.name] }, options)[Symbol.asyncIterator]();
    await events.next();
    const waiting = [
      containers.wait(container.id, options),
      containers.exec(container.id, { command: ['sleep', 'infinity'] }, options),
      containers.attach(container.id, {}, options).then(({ exitCode }) => exitCode),
    ];
    const outcomes = Promise.allSettled(waiting);
    for (let action = ''; !action.startsWith('exec_start'); ) action = (await events.next()).value.action;
    caller.abort(reason);
    expect((await outcomes).map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual(
      waiting.map(() => reason),
    );
    // The connection is as good as before.
    expect(await containers.exec(container.id, { command: ['echo', 'on'] })).toEqual({
      exitCode: 0,
      output: 'on\n',
    });
  });

  it('do not wait for one another', async () => {
    await using engine = await connectTo(testEngine);
    const stubborn = ['sh', '-c', 'trap "" TERM; while :; do sleep 0.1; done'];
    const containers = await Promise.all(Array.from({ length: 4 }, () => runningContainer(engine, stubborn)));
    try {
      let stopped = 0;
      const stopping = containers.map(async ({ id }) => {
        await engine.containers.stop(id, { graceSeconds: 3 });
        stopped++;
      });
      await Promise.all(Array.from({ length: 16 }, () => engine.containers.list({})));
      expect(stopped).toBe(0);
      await Promise.all(stopping);
    } finally {
      await Promise.all(containers.map((container) => container[Symbol.asyncDispose]()));
    }
  });

  it('fail with where the connection broke when it is closed', async () => {
    const engine = await connectTo(testEngine);
    await using container = await createdContainer(engine, ['true']);
    const waiting = engine.containers.wait(container.id, { condition: 'next-exit' });
    const broken = expect(waiting).rejects.toMatchObject({
      code: 'engine-unreachable',
      message: expect.stringContaining(`Could not wait for the container`),
    });
    await engine.ping();
    await engine.close();
    await broken;
  });
});
