import { expect, it } from 'vitest';
import { type EngineState, type LiveEvent, openLive, type Sighting } from '../../src/core/live/index.ts';
import { openStore, writeSetting } from '../../src/core/store/index.ts';
import {
  connectTo,
  createdContainer,
  describeOnEachEngine,
  describeOnPrivateEngines,
  runningContainer,
  type TestEngine,
  temporaryFolder,
  uniqueName,
  until,
} from '../support/index.ts';

async function openedLive(engine: Pick<TestEngine, 'environment'> | undefined, environment = {}) {
  const folder = await temporaryFolder();
  const store = openStore({ folder: folder.path });
  const live = openLive({
    store,
    environment: { ...engine?.environment, HOME: folder.path, ...environment },
  });
  const abort = new AbortController();
  return {
    live,
    store,
    folder: folder.path,
    states: live.followEngine(abort.signal)[Symbol.asyncIterator](),
    sightings: live.sightings.follow(abort.signal)[Symbol.asyncIterator](),
    [Symbol.asyncDispose]: async () => {
      abort.abort();
      await live[Symbol.asyncDispose]();
      store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const inState = (state: EngineState['state']) => (it: EngineState) => it.state === state;

function labelsOf(project: string, service = 'web') {
  return {
    'com.docker.compose.project': project,
    'com.docker.compose.service': service,
    'com.docker.compose.container-number': '1',
  };
}

const seen = (project: string) => (sighting: Sighting) =>
  sighting.projects.find(({ name }) => name === project)?.containers ?? [];

describeOnEachEngine('the live connection', (testEngine) => {
  it('tells of the engine and its machine', async () => {
    await using opened = await openedLive(testEngine);
    const connected = await until(
      opened.states,
      (state) => state.state === 'connected' && state.machine !== undefined,
    );
    expect(connected).toMatchObject({
      info: { source: 'DOCKER_HOST', product: 'docker', local: true },
      machine: { cpus: expect.any(Number), memory: expect.any(Number), architecture: expect.any(String) },
    });
    const engine = await opened.live.engine();
    await engine.ping();
  });

  it('shows a container’s end by the event, though the list may not have it yet', async () => {
    await using engine = await connectTo(testEngine);
    await using opened = await openedLive(testEngine);
    const project = uniqueName('seen');
    await using container = await runningContainer(engine, undefined, { Labels: labelsOf(project) });
    await until(opened.sightings, (it) => seen(project)(it)[0]?.state === 'running');
    const told: LiveEvent[] = [];
    opened.live.onEvent((event) => told.push(event));
    await engine.containers.kill(container.id);
    const sighting = await until(opened.sightings, (it) => seen(project)(it)[0]?.state !== 'running');
    expect(seen(project)(sighting)).toMatchObject([
      { id: container.id, service: 'web', number: 1, state: 'exited', exitCode: 137, health: 'none' },
    ]);
    expect(
      told.flatMap((it) => (it.kind === 'event' && it.event.id === container.id ? [it.event.action] : [])),
    ).toContain('die');
  });

  it('shows a pause and its end', async () => {
    await using engine = await connectTo(testEngine);
    await using opened = await openedLive(testEngine);
    const project = uniqueName('seen');
    await using container = await runningContainer(engine, undefined, { Labels: labelsOf(project) });
    await engine.containers.pause(container.id);
    await until(opened.sightings, (it) => seen(project)(it)[0]?.state === 'paused');
    await engine.containers.unpause(container.id);
    await until(opened.sightings, (it) => seen(project)(it)[0]?.state === 'running');
  });

  it('goes over to the engine that is chosen, and says when there is none', async () => {
    await using opened = await openedLive(undefined);
    writeSetting(opened.store, 'engine', 'unix:///nowhere/docker.sock');
    opened.live.reconnect();
    const away = await until(
      opened.states,
      (it) => it.state === 'away' && it.error.message.includes('/nowhere/'),
    );
    expect(away).toMatchObject({ error: { code: 'engine-not-found', remedy: expect.any(String) } });
    await expect(opened.live.engine()).rejects.toMatchObject({ code: 'engine-not-found' });
    const sighting = await until(opened.sightings, ({ problem }) => problem !== undefined);
    expect(sighting).toMatchObject({ projects: [], problem: { code: 'engine-not-found' } });

    writeSetting(opened.store, 'engine', `unix://${testEngine.socket}`);
    opened.live.reconnect();
    const connected = await until(opened.states, inState('connected'));
    expect(connected).toMatchObject({ info: { source: testEngine.socket } });
    await until(opened.sightings, ({ problem }) => problem === undefined);
    await (await opened.live.engine()).ping();
  });

  it('is the one of DOCKER_HOST, whatever the setting says', async () => {
    await using other = await openedLive(testEngine);
    writeSetting(other.store, 'engine', 'unix:///nowhere/docker.sock');
    other.live.reconnect();
    expect(await until(other.states, inState('connected'))).toMatchObject({
      info: { source: 'DOCKER_HOST' },
    });
  });

  it('ends its followers when it is closed', async () => {
    const opened = await openedLive(testEngine);
    await opened.live.engine();
    const ended = (async () => {
      for await (const _ of opened.live.followEngine(new AbortController().signal));
    })();
    await opened[Symbol.asyncDispose]();
    await ended;
    await expect(opened.live.engine()).rejects.toThrow();
  });
});

describeOnPrivateEngines('an engine that goes away', { images: ['debian:12-slim'] }, (own) => {
  for (const way of ['stop', 'kill'] as const)
    it(`is away after ${way}, and everything is right when it is back`, async () => {
      await using opened = await openedLive(own());
      await until(opened.states, inState('connected'));
      const project = uniqueName('away');
      {
        await using engine = await connectTo(own());
        await createdContainer(engine, ['true'], { Labels: labelsOf(project, 'before') });
      }
      await until(opened.sightings, (it) => seen(project)(it).length === 1);
      await own()[way]();
      const away = await until(opened.states, inState('away'));
      expect(away).toMatchObject({ error: { code: 'engine-unreachable' }, info: { product: 'docker' } });
      const blind = await until(opened.sightings, ({ problem }) => problem !== undefined);
      expect(seen(project)(blind)).toMatchObject([{ service: 'before' }]);
      await expect(opened.live.engine()).rejects.toMatchObject({ code: 'engine-unreachable' });

      // What happens in the absence is in the state, though its events were heard by nobody.
      await own().start();
      {
        await using engine = await connectTo(own());
        await createdContainer(engine, ['true'], { Labels: labelsOf(project, 'after') });
      }
      await until(opened.states, inState('connected'));
      const sighting = await until(
        opened.sightings,
        (it) => it.problem === undefined && seen(project)(it).length === 2,
      );
      expect(seen(project)(sighting).map(({ service }) => service)).toEqual(['after', 'before']);
      await (await opened.live.engine()).ping();
    });
});
