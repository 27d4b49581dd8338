import { expect, test } from 'vitest';
import type { TaskSnapshot } from '../../shared/index.ts';
import type { ComposeProject, Service } from '../compose/index.ts';
import type { Ending } from '../live/index.ts';
import { withoutBlocks } from '../loading/index.ts';
import type { ContainerStatus } from '../stack/index.ts';
import { type ViewParts, viewOf } from './stack-view.ts';

function projectOf(services: Record<string, Partial<Service>>): ComposeProject {
  return {
    name: 'shop',
    workingDirectory: '/shop',
    files: ['/shop/compose.yaml'],
    sources: [],
    config: {
      name: 'shop',
      services: Object.fromEntries(
        Object.entries(services).map(([name, service]) => [
          name,
          { command: null, entrypoint: null, image: `${name}:1`, ...service },
        ]),
      ),
    },
    disabledServices: {},
    profiles: [],
    warnings: [],
    shellVariables: [],
    environmentSources: {},
    environment: {},
    where: () => undefined,
  };
}

function container(service: string, change: Partial<ContainerStatus> = {}): ContainerStatus {
  return {
    service,
    number: 1,
    name: `shop-${service}-1`,
    id: service,
    image: `${service}:1`,
    state: 'running',
    health: 'none',
    status: 'Up 2 minutes',
    createdAt: 0,
    ports: [],
    orphan: false,
    oneOff: false,
    ...change,
  };
}

function view(
  services: Record<string, Partial<Service>>,
  containers: ContainerStatus[] | undefined,
  more: Partial<ViewParts> = {},
) {
  return viewOf({
    known: { id: 'p-1', kind: 'opened', name: 'shop', folder: '/shop' },
    files: { project: withoutBlocks(projectOf(services)) },
    sighting: containers && { projects: [{ name: 'shop', files: [], containers, dependencies: {} }] },
    endings: new Map(),
    tasks: [],
    ...more,
  });
}

function task(kind: string, progress: TaskSnapshot['progress'] = []): TaskSnapshot {
  return {
    id: `task-${kind}`,
    kind,
    title: kind,
    project: 'shop',
    state: 'running',
    owner: { pid: 1, startedAt: 0, via: 'cli' },
    cancellable: true,
    startedAt: 0,
    progress,
  };
}

const words = ({ services }: ReturnType<typeof view>) =>
  Object.fromEntries(services.map(({ name, state, text }) => [name, `${state}: ${text}`]));

const exited = (exitCode: number) => ({ state: 'exited', exitCode, status: `Exited (${exitCode})` }) as const;

test('services are what their containers are, in words', () => {
  const names = ['none', 'plain', 'good', 'early', 'bad', 'held', 'loop', 'made', 'crashed'];
  const shown = view(Object.fromEntries(names.map((name) => [name, {}])), [
    container('plain'),
    container('good', { health: 'healthy' }),
    container('early', { health: 'starting' }),
    container('bad', { health: 'unhealthy' }),
    container('held', { state: 'paused' }),
    container('loop', { state: 'restarting', status: 'Restarting (2) 3 seconds ago' }),
    container('made', { state: 'created' }),
    container('crashed', exited(1)),
    container('gone'),
  ]);
  expect(words(shown)).toEqual({
    none: 'absent: not created',
    plain: 'ready: runs',
    good: 'ready: healthy',
    early: 'starting: not healthy yet',
    bad: 'unhealthy: unhealthy',
    held: 'paused: paused',
    loop: 'failed: exited with 2, starts again',
    made: 'stopped: created, never started',
    crashed: 'failed: exited with 1',
    gone: 'orphan: not in the files any more',
  });
  expect(shown.state).toBe('partial');
});

test('whether an end was wished is told by how it came about', () => {
  const services = { app: {}, other: {} };
  const ended = (exitCode: number, ending?: Ending, otherRuns = true) =>
    words(
      view(services, [container('app', exited(exitCode)), container('other', otherRuns ? {} : exited(143))], {
        endings: new Map(ending ? [['app', ending]] : []),
      }),
    )['app'];
  expect(ended(137, { how: 'stopped', outOfMemory: false })).toBe('stopped: killed, exited with 137');
  expect(ended(0, { how: 'stopped', outOfMemory: false })).toBe('stopped: stopped');
  expect(ended(137, { how: 'died', outOfMemory: false })).toBe('failed: killed, exited with 137');
  expect(ended(137, { how: 'died', outOfMemory: true })).toBe('failed: out of memory, exited with 137');
  // Nobody saw it: a stack that rests as a whole was stopped, or its machine was.
  expect(ended(137)).toBe('failed: killed, exited with 137');
  expect(ended(137, undefined, false)).toBe('stopped: killed, exited with 137');
  expect(ended(1, undefined, false)).toBe('failed: exited with 1');
  expect(ended(0)).toBe('stopped: exited with 0');
});

test('a job that others wait for is done when it has ended well', () => {
  const services = {
    migrate: {},
    api: {
      depends_on: { migrate: { condition: 'service_completed_successfully' as const, required: true } },
    },
  };
  const shown = view(services, [container('migrate', exited(0)), container('api')]);
  expect(words(shown)).toEqual({ migrate: 'done: done', api: 'ready: runs' });
  expect(shown.state).toBe('running');
});

test('replicas are counted, the worst first', () => {
  const shown = view({ web: { scale: 3 } }, [
    container('web'),
    container('web', { id: 'two', number: 2, ...exited(1) }),
  ]);
  expect(words(shown)).toEqual({ web: 'failed: 1 of 3: exited with 1' });
});

test('while a task brings the stack up, it is told who waits for whom, and the probe’s words', () => {
  const services = {
    db: { healthcheck: { test: ['CMD', 'true'] } },
    api: { depends_on: { db: { condition: 'service_healthy' as const, required: true } } },
    web: { depends_on: { api: { condition: 'service_started' as const, required: true } } },
    built: { build: { context: '/shop/built' } },
  };
  const up = task('up', [
    {
      id: '1',
      title: 'shop-db-1',
      service: 'db',
      state: 'running',
      text: 'waits: pg_isready says no',
      waitsFor: [],
      startedAt: 5,
    },
    {
      id: '2',
      title: 'shop-api-1',
      service: 'api',
      state: 'running',
      text: 'waits for db: no',
      waitsFor: ['db'],
      startedAt: 6,
    },
    { id: '3', title: 'built:1', state: 'running', text: 'step 2 of 7', startedAt: 7 },
  ]);
  const shown = view(
    services,
    [container('db', { health: 'starting' }), container('api', { state: 'created' })],
    {
      tasks: [task('watch'), up],
    },
  );
  expect(shown.services.map(({ name, state, waitsFor }) => ({ name, state, waitsFor }))).toEqual([
    {
      name: 'db',
      state: 'starting',
      waitsFor: { services: [], text: 'waits: pg_isready says no', since: 5 },
    },
    { name: 'api', state: 'waiting', waitsFor: { services: ['db'], text: 'waits for db: no', since: 6 } },
    { name: 'web', state: 'waiting', waitsFor: { services: ['api'], text: 'waits for api' } },
    { name: 'built', state: 'waiting', waitsFor: { services: [], text: 'step 2 of 7', since: 7 } },
  ]);
  expect(shown).toMatchObject({ task: 'task-up', watchTask: 'task-watch' });
  expect(words(view(services, [], { tasks: [task('down', up.progress)] }))['web']).toBe(
    'absent: not created',
  );
});

test('an engine that is away leaves what was seen; nobody who has looked leaves the files', () => {
  const problem = Object.assign(new Error(), {
    toJSON: () => ({ code: 'engine-unreachable', message: 'gone' }),
  });
  const away = view({ web: {} }, undefined, {
    sighting: {
      projects: [{ name: 'shop', files: [], containers: [container('web')], dependencies: {} }],
      problem: problem as never,
    },
  });
  expect(away).toMatchObject({
    state: 'unknown',
    engineProblem: { code: 'engine-unreachable' },
    services: [{ name: 'web', state: 'ready' }],
  });
  expect(view({ web: {} }, undefined)).toMatchObject({ state: 'unknown', services: [{ state: 'absent' }] });
});

test('the stack of another folder with the same name is not this one', () => {
  const shown = view({ web: {} }, undefined, {
    sighting: {
      projects: [{ name: 'shop', folder: '/', files: [], containers: [container('web')], dependencies: {} }],
    },
  });
  expect(shown).toMatchObject({ state: 'absent', services: [{ name: 'web', containers: [] }] });
});

test('only ports where a browser finds something are addresses', () => {
  const port = (target: number, published: number) => ({
    hostIp: '',
    published,
    target,
    protocol: 'tcp',
    url: `http://localhost:${published}`,
  });
  const shown = view({ web: {} }, [
    container('web', { ports: [port(80, 8080), port(443, 8443), port(5432, 5432)] }),
  ]);
  expect(shown.services[0]?.urls).toEqual(['http://localhost:8080', 'https://localhost:8443']);
});
