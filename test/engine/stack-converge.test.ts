import { expect, it } from 'vitest';
import { countCalls } from '../../bench/support/count-calls.ts';
import { connectEngine } from '../../src/core/engine/index.ts';
import { openStack } from '../../src/core/stack/index.ts';
import type { BlockyardError } from '../../src/shared/index.ts';
import { describeOnEachEngine } from '../support/index.ts';
import { testStack } from '../support/stack.ts';

const sleeping = `
    image: debian:12-slim
    init: true
    command: sleep infinity
    stop_grace_period: 1s`;

describeOnEachEngine('up from any state', (engine) => {
  it('needs three calls to the engine to see that there is nothing to do', async () => {
    await using stack = await testStack(
      engine,
      `services:
  web:${sleeping}
    volumes: ["data:/data"]
    ports: ["80"]
  db:${sleeping}
volumes: { data: {} }
`,
    );
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    const calls = await countCalls(engine.socket, async (socket) => {
      const between = await connectEngine({ environment: { DOCKER_HOST: `unix://${socket}` } });
      const counted = openStack({ ...opened.parts, engine: between });
      return () => stack.run((task) => counted.up({}, task)).then(() => () => between.close());
    });
    expect(calls.map((call) => call.replace(/\/v1\.\d+/, '')).sort()).toEqual([
      'GET /containers/json',
      'GET /networks',
      'GET /volumes',
    ]);
  });

  it('scales up and down, and keeps orphans until asked', async () => {
    await using stack = await testStack(engine, `services:\n  web:${sleeping}\n  old:${sleeping}\n`);
    const first = await stack.open();
    await stack.run((task) => first.up({ scale: { web: 3 } }, task));
    await stack.write({ 'compose.yaml': `services:\n  web:${sleeping}\n` });
    const second = await stack.open();
    const { status } = await stack.run((task) => second.up({}, task));
    expect(status.containers.map(({ name, orphan }) => [name.replace(`${stack.name}-`, ''), orphan])).toEqual(
      [
        ['old-1', true],
        ['web-1', false],
      ],
    );
    const down = await stack
      .run((task) => second.down({}, task))
      .catch((thrown: BlockyardError) => thrown.toJSON());
    expect(down).toMatchObject({
      code: 'resource-in-use',
      message: `The network ${stack.name}_default is still in use by ${stack.name}-old-1.`,
      remedy: expect.stringContaining('--remove-orphans'),
    });
    await stack.run((task) => second.down({ removeOrphans: true }, task));
    expect((await second.status()).containers).toEqual([]);
  });

  it('refuses the name of a project that another folder owns', async () => {
    await using owner = await testStack(engine, `services:\n  web:${sleeping}\n`);
    await using other = await testStack(engine, `name: ${owner.name}\nservices:\n  web:${sleeping}\n`);
    const owning = await owner.open();
    await owner.run((task) => owning.up({}, task));
    const error = await (await other.open()).plan().catch((thrown: BlockyardError) => thrown.toJSON());
    expect(error).toMatchObject({
      code: 'project-name-taken',
      message: `The project name ${owner.name} belongs to the stack of ${owner.folder}.`,
    });
  });

  it('heals what was removed, stopped or paused behind its back', async () => {
    await using stack = await testStack(
      engine,
      `services:\n  a:${sleeping}\n  b:${sleeping}\n  c:${sleeping}\n`,
    );
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    const container = (service: string) => engine.docker.getContainer(`${stack.name}-${service}-1`);
    await container('a').remove({ force: true });
    await container('b').pause();
    await container('c').kill();
    await container('c').wait();
    const { plan, status } = await stack.run((task) => opened.up({}, task));
    expect(
      plan.steps.map(({ id, causes }) => `${id.replace(`${stack.name}-`, '')}: ${causes[0]?.text}`),
    ).toEqual([
      'container:a-1:create: missing',
      'container:a-1:start: missing',
      'container:b-1:start: paused',
      'container:c-1:start: not running',
    ]);
    expect(status.state).toBe('running');
  });

  it('gives a container its name and place that a crash left without', async () => {
    await using stack = await testStack(engine, `services:\n  web:${sleeping}\n    volumes: ["/kept"]\n`);
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    const name = `${stack.name}-web-1`;
    await stack.engine.containers.exec(name, { command: ['touch', '/kept/file'] });
    // As after a crash between the removal of the old one and the renaming of the new one.
    await engine.docker.getContainer(name).stop({ t: 0 });
    await engine.docker.getContainer(name).rename({ name: `${name}.next` });
    const { status } = await stack.run((task) => opened.up({}, task));
    expect(status.containers.map((container) => [container.name, container.state])).toEqual([
      [name, 'running'],
    ]);
    const { output } = await stack.engine.containers.exec(name, { command: ['ls', '/kept'] });
    expect(output).toBe('file\n');
    await stack.run((task) => opened.down({ volumes: true }, task));
  });

  it('goes on after it was cancelled in the middle', async () => {
    await using stack = await testStack(
      engine,
      `services:
  db:${sleeping}
    healthcheck: { test: "test -f /tmp/never" }
  web:${sleeping}
    depends_on: { db: { condition: service_healthy } }
`,
    );
    const opened = await stack.open();
    const abort = new AbortController();
    const cut = stack.run((task) => {
      const waiting = setInterval(() => {
        if ([...stack.said].some((line) => line.includes('waits for db'))) abort.abort();
      }, 20);
      const signal = AbortSignal.any([task.signal, abort.signal]);
      return opened
        .up({}, { id: task.id, signal, progress: (title, options) => task.progress(title, options) })
        .finally(() => clearInterval(waiting));
    });
    await expect(cut).rejects.toMatchObject({ name: 'AbortError' });
    expect((await opened.status()).containers.map(({ service, state }) => `${service} ${state}`)).toEqual([
      'db running',
      'web created',
    ]);
    await stack.engine.containers.exec(`${stack.name}-db-1`, { command: ['touch', '/tmp/never'] });
    const { status } = await stack.run((task) => opened.up({}, task));
    expect(status.state).toBe('running');
  });

  it('lets the second of two at once wait for the first, and find nothing to do', async () => {
    await using stack = await testStack(engine, `services:\n  web:${sleeping}\n`);
    const [one, two] = await Promise.all([stack.open(), stack.open()]);
    const both = await Promise.all([one, two].map((opened) => stack.run((task) => opened.up({}, task))));
    expect(both.map(({ plan }) => plan.steps.length).sort()).toEqual([0, 3]);
  });

  it('stops, starts and restarts', async () => {
    await using stack = await testStack(
      engine,
      `services:\n  db:${sleeping}\n  web:${sleeping}\n    depends_on: { db: { condition: service_started, restart: true } }\n`,
    );
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    const startedAt = async (service: string) =>
      (await engine.docker.getContainer(`${stack.name}-${service}-1`).inspect()).State.StartedAt;
    const before = [await startedAt('db'), await startedAt('web')];
    await stack.run((task) => opened.restart({ services: ['db'] }, task));
    const after = [await startedAt('db'), await startedAt('web')];
    expect([after[0] !== before[0], after[1] !== before[1]]).toEqual([true, true]);
    await stack.run((task) => opened.stop({}, task));
    const running = async (service: string) =>
      (await engine.docker.getContainer(`${stack.name}-${service}-1`).inspect()).State.Running;
    expect([await running('db'), await running('web')]).toEqual([false, false]);
    await stack.run((task) => opened.start({}, task));
    expect([await running('db'), await running('web')]).toEqual([true, true]);
  });
});
