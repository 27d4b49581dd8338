import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../src/core/engine/index.ts';
import {
  connectTo,
  createdContainer,
  describeOnEachEngine,
  engines,
  noPrivateEngine,
  type PrivateEngine,
  startPrivateEngine,
  uniqueName,
} from '../support/index.ts';

describeOnEachEngine('events', (testEngine) => {
  it('tell of what happens to containers with a label, from the first on', async () => {
    await using engine = await connectTo(testEngine);
    const label = uniqueName('label');
    const caller = new AbortController();
    const events = engine
      .events({ labels: [`by=${label}`] }, { signal: caller.signal })
      [Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject({ type: 'daemon', action: 'connected' });
    await using container = await createdContainer(engine, ['true'], { Labels: { by: label } });
    await engine.containers.start(container.id);
    await engine.containers.wait(container.id);
    const seen: EngineEvent[] = [];
    while (seen.at(-1)?.action !== 'die') seen.push((await events.next()).value);
    expect(seen.map(({ action }) => action)).toEqual(['create', 'start', 'die']);
    expect(seen[2]).toMatchObject({
      type: 'container',
      id: container.id,
      attributes: { by: label, name: container.name, exitCode: '0' },
    });
    expect(seen.every(({ timeNano }) => timeNano > 1_600_000_000_000_000_000n)).toBe(true);

    const reason = new Error('enough');
    const next = events.next();
    caller.abort(reason);
    await expect(next).rejects.toBe(reason);
  });

  it('begin at the time that is asked for', async () => {
    await using engine = await connectTo(testEngine);
    const label = uniqueName('label');
    await using container = await createdContainer(engine, ['true'], { Labels: { by: label } });
    const seen: EngineEvent[] = [];
    const since = String(Math.floor(Date.now() / 1000) - 60);
    for await (const event of engine.events({ labels: [`by=${label}`], since }))
      if (seen.push(event) === 2) break;
    expect(seen).toMatchObject([{ action: 'connected' }, { action: 'create', id: container.id }]);
  });
});

for (const like of engines())
  describe.skipIf(noPrivateEngine(like))(`events of an engine that goes away (engine ${like.name})`, () => {
    let own: PrivateEngine;
    beforeAll(async () => {
      own = await startPrivateEngine({ like });
    });
    afterAll(() => own?.[Symbol.asyncDispose]());

    for (const way of ['stop', 'kill'] as const)
      it(`come back after it was ended by ${way}, and say so`, async () => {
        await using engine = await connectTo(own);
        const events = engine.events({})[Symbol.asyncIterator]();
        const next = async (): Promise<EngineEvent> => (await events.next()).value;
        const nextOf = async (type: EngineEvent['type']) => {
          for (let event = await next(); ; event = await next()) if (event.type === type) return event;
        };
        expect(await next()).toMatchObject({ type: 'daemon', action: 'connected' });
        const before = uniqueName('volume');
        await engine.volumes.create(before, {});
        expect(await nextOf('volume')).toMatchObject({ action: 'create', id: before });

        const reconnected = nextOf('daemon');
        await own[way]();
        await expect(engine.ping()).rejects.toMatchObject({ code: 'engine-unreachable' });
        await own.start();
        expect(await reconnected).toMatchObject({ action: 'reconnected' });
        const after = uniqueName('volume');
        await engine.volumes.create(after, {});
        expect(await nextOf('volume')).toMatchObject({ action: 'create', id: after });
        await events.return?.();
      });
  });
