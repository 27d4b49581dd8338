import { expect, it } from 'vitest';
import { marksOf, openActivity } from '../../src/core/activity/index.ts';
import type { Engine } from '../../src/core/engine/index.ts';
import { openLive } from '../../src/core/live/index.ts';
import { type Metrics, openMetrics, type UsageOfServices } from '../../src/core/metrics/index.ts';
import { openProjects } from '../../src/core/projects/index.ts';
import { openSecrets } from '../../src/core/secrets/index.ts';
import { openStore } from '../../src/core/store/index.ts';
import { createTasks } from '../../src/core/tasks/index.ts';
import {
  connectTo,
  createdContainer,
  describeOnEachEngine,
  runningContainer,
  type TestEngine,
  temporaryFolder,
  uniqueName,
} from '../support/index.ts';

const busy = ['sh', '-c', 'while :; do :; done'];

describeOnEachEngine('metrics', (testEngine) => {
  it('are the sum of the containers of each service, one look a second while somebody looks', async () => {
    await using bench = await measuring(testEngine);
    const { name, engine, metrics } = bench;
    await using _one = await container(engine, name, 'worker', busy);
    await using _two = await container(engine, name, 'worker', busy);
    await using _quiet = await container(engine, name, 'quiet', ['sleep', 'infinity']);
    const looks = await lookUntil(
      metrics,
      bench.project,
      ({ services }) => (services['worker']?.cpuPercent ?? 0) > 5 && services['quiet'] !== undefined,
      3,
    );
    const last = looks.at(-1);
    expect(Object.keys(last?.services ?? {}).sort()).toEqual(['quiet', 'worker']);
    expect(last?.services['worker']).toEqual({
      time: expect.any(Number),
      cpuPercent: expect.any(Number),
      memoryUsed: expect.any(Number),
      memoryLimit: 128 * 1024 * 1024,
      networkReceived: expect.any(Number),
      networkSent: expect.any(Number),
      blockRead: expect.any(Number),
      blockWritten: expect.any(Number),
      processes: expect.any(Number),
    });
    expect(last?.services['worker']?.processes).toBeGreaterThanOrEqual(4);
    expect(last?.services['quiet']?.cpuPercent).toBeLessThan(5);
    expect(metrics.loadOf(name)?.cpuPercent).toBeGreaterThan(5);
    const times = looks.map(({ time }) => time);
    for (const [index, time] of times.slice(1).entries())
      expect(time - (times[index] ?? 0)).toBeGreaterThan(200);
  });

  it('notice containers that come, end and are restarted', async () => {
    await using bench = await measuring(testEngine);
    const { name, engine, metrics, project } = bench;
    await using first = await container(engine, name, 'one', busy);
    await lookUntil(metrics, project, ({ services }) => services['one'] !== undefined);
    await using _second = await container(engine, name, 'two', ['sleep', 'infinity']);
    await lookUntil(metrics, project, ({ services }) => services['two'] !== undefined);
    await engine.containers.restart(first.id, { graceSeconds: 0 });
    const after = await lookUntil(metrics, project, ({ services }) => (services['one']?.cpuPercent ?? 0) > 5);
    // Counters that begin anew would make a rate below nothing, or one beyond the machine.
    for (const { services } of after)
      for (const usage of Object.values(services))
        for (const value of Object.values(usage)) expect(value).toBeGreaterThanOrEqual(0);
    await engine.containers.stop(first.id, { graceSeconds: 0 });
    await lookUntil(metrics, project, ({ services }) => services['one'] === undefined);
  });

  it('say that nothing runs', async () => {
    await using bench = await measuring(testEngine);
    await using _created = await createdContainer(bench.engine, ['true'], {
      Labels: labels(bench.name, 'never'),
    });
    const [look] = await lookUntil(bench.metrics, bench.project, () => true);
    expect(look?.services).toEqual({});
    expect(bench.metrics.loadOf(bench.name)).toBeUndefined();
  });

  it('come with what happened: a container that runs out of memory is marked once', async () => {
    await using first = await measuring(testEngine);
    await using second = await measuring(testEngine, first);
    const { name, engine, project } = first;
    const since = Date.now() - 60_000;
    for (const { metrics } of [first, second]) await lookUntil(metrics, project, () => true);
    const greedy = 'until [ -e /go ]; do sleep 0.1; done; x=$(head -c 100000000 /dev/zero | tr "\\0" x)';
    await using one = await container(engine, name, 'greedy', ['sh', '-c', greedy]);
    const marks = async ({ metrics }: Measuring) =>
      (await metrics.history({ project, since, points: 10 })).marks.map(
        ({ kind, service }) => `${service} ${kind}`,
      );
    await expect.poll(() => marks(second), { timeout: 30_000 }).toEqual(['greedy start']);
    await engine.containers.exec(one.id, { command: ['touch', '/go'] });
    await expect.poll(() => marks(second), { timeout: 30_000 }).toContain('greedy die');
    const seen = await marks(first);
    expect(seen.filter((mark) => mark === 'greedy oom')).toHaveLength(1);
    expect(seen).toEqual(await marks(second));
  });

  it('are kept by one process, and read by all', async () => {
    await using first = await measuring(testEngine);
    const { name, engine, project } = first;
    await using second = await measuring(testEngine, first);
    await using _container = await container(engine, name, 'worker', busy);
    const since = Date.now() - 60_000;
    const follow = new AbortController();
    const following = Promise.all(
      [first, second].map(async ({ metrics }) => {
        for await (const _ of metrics.follow(project, follow.signal)) if (follow.signal.aborted) return;
      }),
    );
    const kept = async (metrics: Metrics) =>
      (await metrics.history({ project, since, points: 100 })).series[0]?.cpuPercent.filter(
        (it) => it !== null,
      );
    try {
      // A step is kept when it is over: at most ten seconds, once the first rates are known.
      await expect.poll(() => kept(first.metrics), { timeout: 30_000, interval: 500 }).toHaveLength(1);
      expect(await kept(second.metrics)).toEqual(await kept(first.metrics));
      const { series, keptSince } = await second.metrics.history({ project, since, points: 100 });
      expect(series).toMatchObject([{ service: 'worker' }]);
      expect(keptSince).toBeGreaterThan(since);
      expect(await second.metrics.history({ project, since, points: 10, services: ['other'] })).toMatchObject(
        {
          series: [],
        },
      );
      const rows = first.store.database.prepare('SELECT count(*) AS rows FROM metric_sample').get();
      expect(rows?.['rows']).toBeLessThanOrEqual(2);
    } finally {
      follow.abort();
      await following;
    }
  });
});

interface Measuring extends AsyncDisposable {
  folder: string;
  store: ReturnType<typeof openStore>;
  engine: Engine;
  metrics: Metrics;
  /** The stack's name, and the project's id. */
  name: string;
  project: string;
}

/** What a core has for it: a store (that of another process, when one is given), an opened project, its metrics. */
async function measuring(testEngine: TestEngine, other?: Measuring): Promise<Measuring> {
  const name = other?.name ?? uniqueName('metrics');
  const compose = `name: ${name}\nservices: { worker: { image: debian:12-slim } }\n`;
  const own = other ? undefined : await temporaryFolder({ 'project/compose.yaml': compose });
  const folder = other?.folder ?? own?.path ?? '';
  const environment = { ...process.env, ...testEngine.environment };
  const store = openStore({ folder: `${folder}/store` });
  const engine = await connectTo(testEngine);
  const live = openLive({ store, environment });
  const projects = openProjects({
    store,
    secrets: openSecrets({ folder: store.folder, environment }),
    live,
    environment,
  });
  const tasks = createTasks(store, 'app');
  const activity = openActivity({ store, live, tasks });
  const metrics = openMetrics({ store, live, projects, marks: marksOf(activity) });
  const { id: project } = await projects.add(`${folder}/project`);
  const end = async () => {
    await metrics[Symbol.asyncDispose]();
    activity[Symbol.dispose]();
    await tasks.end();
    projects[Symbol.dispose]();
    await live[Symbol.asyncDispose]();
    await engine.close();
    store.close();
    await own?.[Symbol.asyncDispose]();
  };
  return { folder, store, engine, metrics, name, project, [Symbol.asyncDispose]: end };
}

const labels = (project: string, service: string) => ({
  'com.docker.compose.project': project,
  'com.docker.compose.service': service,
});

function container(engine: Engine, project: string, service: string, command: string[]) {
  return runningContainer(engine, command, {
    Labels: labels(project, service),
    HostConfig: { Memory: 64 * 1024 * 1024 },
  });
}

/** Looks until one is as wished for, and at least so many times. */
async function lookUntil(
  metrics: Metrics,
  project: string,
  wished: (look: UsageOfServices) => boolean,
  atLeast = 1,
): Promise<UsageOfServices[]> {
  const looks: UsageOfServices[] = [];
  for await (const look of metrics.follow(project, AbortSignal.timeout(60_000))) {
    looks.push(look);
    if (looks.length >= atLeast && wished(look)) return looks;
  }
  throw new Error(`Never seen; last: ${JSON.stringify(looks.at(-1))}`);
}
