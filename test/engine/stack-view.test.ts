import path from 'node:path';
import { expect, it } from 'vitest';
import type { StackView } from '../../src/shared/contract/index.ts';
import {
  describeOnEachEngine,
  describeOnPrivateEngines,
  type TestCore,
  type TestProject,
  testCore,
  testProject,
  until,
} from '../support/index.ts';

/** Two services, one of which waits for the other's probe. */
const twoServices = `
services:
  db:
    image: debian:12-slim
    init: true
    command: sleep infinity
    environment:
      DB_PASSWORD: correct-horse
      DB_URL: postgres://shop:battery-staple@db/shop
    healthcheck:
      test: ["CMD-SHELL", "test -e /ready || { echo not yet correct-horse; exit 1; }"]
      interval: 500ms
      retries: 1000
    stop_grace_period: 0s
  web:
    image: debian:12-slim
    init: true
    command: sleep infinity
    depends_on:
      db: { condition: service_healthy }
    stop_grace_period: 0s
`;

/** Secrets in every place of the files where people put them. */
const secretive = `
  cache:
    build: { context: ., args: { NPM_TOKEN: horse-token } }
    command: ["redis-server", "--requirepass", "horse pass"]
    labels: { app.api-key: horseradish }
    environment: { CLUE: "the same horseradish, and horse-token" }
    healthcheck:
      test: ["CMD", "redis-cli", "-a", "horse pass", "ping"]
  tool:
    image: debian:12-slim
    command: mysqladmin -uroot -phorse-mysql --password=horse-too status http://me:horse@db/
    healthcheck:
      test: redis-cli -a horse-cli ping
`;

async function opened(core: TestCore, project: TestProject) {
  const { id } = await core.client.projects.add({ folder: project.folder });
  const views = await core.client.stacks.follow({ project: id }, { signal: core.signal });
  return { id, views };
}

const service = (view: StackView, name: string) => view.services.find((it) => it.name === name);
const states = (view: StackView) =>
  Object.fromEntries(view.services.map(({ name, state }) => [name, state] as const));

describeOnEachEngine('a stack’s view', (engine) => {
  it('follows from nothing through waiting to ready, a kill, and down', async () => {
    await using project = await testProject(engine, { 'compose.yaml': twoServices });
    await using core = await testCore(engine.environment);
    const { id, views } = await opened(core, project);
    const first = await until(views, ({ state }) => state !== 'unknown');
    expect(first).toMatchObject({
      project: { id, name: project.name, folder: project.folder },
      state: 'absent',
      services: [
        { name: 'db', state: 'absent', text: 'not created', scale: 1, active: true, dependsOn: [] },
        {
          name: 'web',
          state: 'absent',
          dependsOn: [{ service: 'db', condition: 'service_healthy', required: true }],
          where: { file: path.join(project.folder, 'compose.yaml'), line: 16 },
        },
      ],
      warnings: [],
    });

    const { task } = await core.client.stacks.up({ project: id, request: {} });
    const waiting = await until(
      views,
      (view) =>
        (service(view, 'web')?.waitsFor?.text.includes('says') ?? false) &&
        service(view, 'db')?.state === 'starting',
    );
    expect(waiting.task).toBe(task);
    expect(service(waiting, 'web')).toMatchObject({
      state: 'waiting',
      text: expect.stringMatching(/^waits for db: .*not yet/),
      waitsFor: { services: ['db'], since: expect.any(Number) },
    });
    expect(service(waiting, 'db')).toMatchObject({
      state: 'starting',
      text: expect.stringContaining('not yet'),
    });

    expect(JSON.stringify([waiting, core.core.tasks.get(task)])).not.toContain('correct-horse');
    const docker = engine.docker.getContainer(`${project.name}-db-1`);
    const making = await docker.exec({ Cmd: ['touch', '/ready'] });
    await making.start({ Detach: true });
    const ready = await until(
      views,
      (view) => service(view, 'db')?.state === 'ready' && view.state === 'running',
    );
    expect(states(ready)).toEqual({ db: 'ready', web: 'ready' });
    expect(await core.ended(task)).toMatchObject({ state: 'done', kind: 'up', project: project.name });
    const still = await until(views, (view) => view.task === undefined);
    expect(service(still, 'web')?.waitsFor).toBeUndefined();
    expect(still.revision).toBeGreaterThan(first.revision);

    await engine.docker.getContainer(`${project.name}-web-1`).kill();
    const killed = await until(views, (view) => service(view, 'web')?.state !== 'ready');
    expect(service(killed, 'web')).toMatchObject({ state: 'failed', text: 'killed, exited with 137' });
    expect(killed.state).toBe('partial');

    const stopped = await core.client.stacks.stop({ project: id, services: ['db'] });
    const rest = await until(views, (view) => service(view, 'db')?.state === 'stopped');
    expect(service(rest, 'db')?.text).toMatch(/^(stopped|exited with 143|killed, exited with 137)$/);
    expect(await core.ended(stopped.task)).toMatchObject({ state: 'done' });

    const down = await core.client.stacks.down({ project: id, request: {} });
    await until(views, (view) => view.state === 'absent');
    expect(await core.ended(down.task)).toMatchObject({ state: 'done', title: `down ${project.name}` });
  });

  it('shows what another process brings up, with its task', async () => {
    await using project = await testProject(engine, { 'compose.yaml': twoServices });
    await using core = await testCore(engine.environment, { folder: project.home });
    const { views } = await opened(core, project);
    const command = project.start(['up']);
    const waiting = await until(
      views,
      (view) => service(view, 'web')?.waitsFor?.text.includes('says') ?? false,
    );
    expect(waiting.task).toBeDefined();
    const docker = engine.docker.getContainer(`${project.name}-db-1`);
    const making = await docker.exec({ Cmd: ['touch', '/ready'] });
    await making.start({ Detach: true });
    expect(await command.result).toMatchObject({ code: 0 });
    await until(views, (view) => view.state === 'running' && view.task === undefined);
  });

  it('tells when the files break, and when they are mended', async () => {
    await using project = await testProject(engine, { 'compose.yaml': twoServices });
    await using core = await testCore(engine.environment);
    const { id, views } = await opened(core, project);
    await until(views, ({ state }) => state === 'absent');
    await project.write({ 'compose.yaml': 'services:\n  db:\n    imag: debian\n' });
    const broken = await until(views, ({ problem }) => problem !== undefined);
    expect(broken).toMatchObject({ problem: { code: 'compose-invalid' }, services: [] });
    await expect(core.client.stacks.up({ project: id, request: {} })).rejects.toMatchObject({
      code: 'compose-invalid',
    });
    await project.write({ 'compose.yaml': `${twoServices}  more:\n    image: busybox\n` });
    const mended = await until(views, ({ problem }) => problem === undefined);
    expect(mended.services.map(({ name }) => name)).toEqual(['db', 'web', 'more']);
  });

  it('keeps secrets from the page', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': twoServices.replace('retries: 1000', 'retries: 1\n      disable: true'),
    });
    await using core = await testCore(engine.environment);
    const { id } = await opened(core, project);
    await project.write({ 'compose.yaml': twoServices + secretive });
    const { yaml: all } = await core.client.stacks.config({ project: id });
    expect(all).toContain('app.api-key: ••••••••');
    expect(all).not.toMatch(/horse/);
    await project.write({ 'compose.yaml': twoServices.replace('retries: 1000', 'disable: true') });
    const { yaml } = await core.client.stacks.config({ project: id });
    expect(yaml).toContain('DB_PASSWORD: ••••••••');
    expect(yaml).toContain('postgres://shop:••••••••@db/shop');
    const { task } = await core.client.stacks.up({ project: id, request: { services: ['db'] } });
    expect(await core.ended(task)).toMatchObject({ state: 'done' });
    const inspection = await core.client.stacks.inspect({ project: id, container: `${project.name}-db-1` });
    expect(inspection).toMatchObject({
      name: `${project.name}-db-1`,
      service: 'db',
      image: 'debian:12-slim',
      command: ['sleep', 'infinity'],
      restarts: 0,
      oomKilled: false,
      startedAt: expect.any(Number),
    });
    expect(inspection.environment).toEqual(
      expect.arrayContaining([
        { name: 'DB_PASSWORD', value: '••••••••', masked: true },
        { name: 'DB_URL', value: 'postgres://shop:••••••••@db/shop', masked: true },
      ]),
    );
    await project.write({
      'compose.yaml': twoServices.replace('correct-horse', 'another-horse').replace('battery-staple', 'clip'),
    });
    const plan = await core.client.stacks.plan({ project: id, request: {} });
    expect(plan.steps.find(({ id: step }) => step.includes('db-1:recreate'))?.causes).toContainEqual({
      kind: 'environment-changed',
      text: 'env DB_PASSWORD changed',
    });
    for (const shown of [yaml, inspection, plan].map((it) => JSON.stringify(it)))
      expect(shown).not.toMatch(/horse|battery-staple|clip/);
    await expect(
      core.client.stacks.inspect({ project: id, container: 'no-such-container' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('asks for trust before anything is done, and for each loss before it is lost', async () => {
    const compose = (size: string) => `
services:
  app:
    image: debian:12-slim
    init: true
    command: sleep infinity
    cap_add: [SYS_ADMIN]
    stop_grace_period: 0s
    volumes: ["data:/data"]
volumes:
  data:
    driver_opts: { type: tmpfs, device: tmpfs, o: "size=${size}" }
`;
    await using project = await testProject(engine, { 'compose.yaml': compose('1m') });
    await using core = await testCore(engine.environment);
    const { id, views } = await opened(core, project);
    await expect(core.client.stacks.up({ project: id, request: {} })).rejects.toMatchObject({
      code: 'trust-required',
    });
    expect(core.core.tasks.list()).toEqual([]);
    const { missing, given, folder } = await core.client.trust.of({ project: id });
    expect({ given, folder }).toEqual({ given: [], folder: project.folder });
    expect(missing).toMatchObject([
      { kind: 'capability', service: 'app', text: expect.any(String) },
      { kind: 'mount', text: expect.stringContaining('size=1m') },
    ]);
    await core.client.trust.give({ project: id, names: ['something else'] });
    expect((await core.client.trust.of({ project: id })).missing).toHaveLength(2);
    const trust = async () => {
      const asked = await core.client.trust.of({ project: id });
      await core.client.trust.give({ project: id, names: asked.missing.map(({ name }) => name) });
    };
    await trust();
    const up = await core.client.stacks.up({ project: id, request: {} });
    expect(await core.ended(up.task)).toMatchObject({ state: 'done' });
    await until(views, ({ state }) => state === 'running');

    await project.write({ 'compose.yaml': compose('2m') });
    await trust();
    const plan = await core.client.stacks.plan({ project: id, request: {} });
    const losses = plan.steps.filter(({ loses }) => loses !== undefined).map((step) => step.id);
    expect(losses).toHaveLength(1);
    for (const agreed of [[], ['volume:other:recreate']]) {
      const refused = await core.client.stacks.up({ project: id, request: { agreed } });
      expect(await core.ended(refused.task)).toMatchObject({
        state: 'failed',
        error: { code: 'confirmation-required', message: expect.stringContaining(`${project.name}_data`) },
      });
    }
    const agreed = await core.client.stacks.up({ project: id, request: { agreed: losses } });
    expect(await core.ended(agreed.task)).toMatchObject({ state: 'done' });
    await core.client.trust.revoke({ project: id });
    expect((await core.client.trust.of({ project: id })).missing).toHaveLength(2);
  });

  it('shows a stack that is only on the engine, and what needs its files says so', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': twoServices.replace('test -e /ready', 'true'),
    });
    expect(await project.blockyard(['up', 'web'])).toMatchObject({ code: 0 });
    await using core = await testCore(engine.environment);
    const all = await core.client.projects.follow({}, { signal: core.signal });
    const seen = (await until(all, (it) => it.some(({ name }) => name === project.name))).find(
      ({ name }) => name === project.name,
    );
    expect(seen).toMatchObject({
      kind: 'seen',
      folder: project.folder,
      state: 'running',
      services: { total: 2, failed: 0 },
    });
    const id = seen?.id ?? '';
    const views = await core.client.stacks.follow({ project: id }, { signal: core.signal });
    const view = await until(views, ({ state }) => state === 'running');
    expect(service(view, 'web')?.dependsOn).toEqual([
      { service: 'db', condition: 'service_healthy', required: true },
    ]);
    await expect(core.client.stacks.up({ project: id, request: {} })).rejects.toMatchObject({
      code: 'project-not-found',
      data: { remedy: `Open its folder: ${project.folder}.` },
    });
    const down = await core.client.stacks.down({ project: id, request: {} });
    expect(await core.ended(down.task)).toMatchObject({ state: 'done' });
    expect(await until(views, ({ state }) => state === 'absent')).toMatchObject({ services: [] });
    await until(all, (it) => it.every(({ name }) => name !== project.name));
  });

  it('tells all projects at a glance', async () => {
    await using project = await testProject(engine, { 'compose.yaml': twoServices });
    await using core = await testCore(engine.environment);
    const all = await core.client.projects.follow({}, { signal: core.signal });
    const { id } = await core.client.projects.add({ folder: project.folder });
    const summary = (it: { id: string }[]) => it.find((one) => one.id === id);
    const absent = await until(all, (it) => summary(it) !== undefined);
    expect(summary(absent)).toMatchObject({
      kind: 'opened',
      name: project.name,
      folder: project.folder,
      services: { total: 2, ready: 0, waiting: 0, failed: 0 },
      openedAt: expect.any(Number),
    });
    const { task } = await core.client.stacks.up({ project: id, request: {} });
    await until(all, (it) =>
      it.some((one) => one.id === id && one.task === task && one.services.waiting === 2),
    );
    await core.client.tasks.cancel({ id: task });
    expect(await core.ended(task)).toMatchObject({ state: 'cancelled' });
    await until(all, (it) => it.some((one) => one.id === id && one.task === undefined));
    await core.client.projects.forget({ project: id });
    await until(all, (it) => it.every((one) => one.id !== id));
  });

  it('is watched by one task, restarted, rebuilt and started', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `
services:
  app:
    build: .
    init: true
    command: sleep infinity
    stop_grace_period: 0s
    develop:
      watch:
        - { action: sync, path: ./src, target: /src }
`,
      Dockerfile: 'FROM debian:12-slim\nCOPY src /src\n',
      'src/word': 'one',
    });
    await using core = await testCore(engine.environment);
    const { id, views } = await opened(core, project);
    const run = async ({ task }: { task: string }) =>
      expect(await core.ended(task)).toMatchObject({ state: 'done' });
    await run(await core.client.stacks.up({ project: id, request: {} }));
    const { task } = await core.client.stacks.watch({ project: id });
    expect(await core.client.stacks.watch({ project: id })).toEqual({ task });
    await until(views, ({ watchTask }) => watchTask === task);
    const watching = await core.client.tasks.followOne({ id: task }, { signal: core.signal });
    await until(watching, ({ progress }) => progress.some(({ text }) => text === 'watches'));
    await project.write({ 'src/word': 'two' });
    await until(watching, ({ progress }) => progress.some(({ text }) => text?.startsWith('synced') ?? false));
    await core.client.tasks.cancel({ id: task });
    await until(views, ({ watchTask }) => watchTask === undefined);
    const container = `${project.name}-app-1`;
    const before = await core.client.stacks.inspect({ project: id, container });

    await run(await core.client.stacks.restart({ project: id, services: ['app'] }));
    const restarted = await core.client.stacks.inspect({ project: id, container });
    expect(restarted.startedAt).toBeGreaterThan(before.startedAt ?? 0);
    expect(restarted.id).toBe(before.id);
    await run(await core.client.stacks.rebuild({ project: id, services: ['app'] }));
    const rebuilt = await core.client.stacks.inspect({ project: id, container });
    expect(rebuilt.id).not.toBe(before.id);
    await run(await core.client.stacks.stop({ project: id }));
    await until(views, ({ state }) => state === 'stopped');
    await run(await core.client.stacks.start({ project: id }));
    const view = await until(views, ({ state }) => state === 'running');
    expect(view.services).toMatchObject([{ name: 'app', build: '.', state: 'ready', text: 'runs' }]);
    await run(await core.client.stacks.down({ project: id, request: {} }));
  });

  it('has no trouble with names that would like to be markup', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `
name: ${'PLACE'}
services:
  app:
    image: debian:12-slim
    command: ["echo", "<script>alert(1)</script>\\e[31m"]
    labels: { "<img src=x onerror=alert(1)>": "\\e]0;title\\a" }
    environment: { "__proto__": "x", "constructor": "y" }
`.replace('PLACE', 'hostile-name'),
    });
    await using core = await testCore(engine.environment);
    const { id, views } = await opened(core, project);
    const view = await until(views, ({ state }) => state === 'absent');
    expect(view.project.name).toBe('hostile-name');
    const { yaml } = await core.client.stacks.config({ project: id });
    expect(yaml).toContain('<script>');
  });
});

describeOnPrivateEngines('a view of an engine that goes away', { images: ['debian:12-slim'] }, (own) => {
  it('keeps what was seen, and is right again when it is back', async () => {
    await using project = await testProject(own(), {
      'compose.yaml': `
services:
  app:
    image: debian:12-slim
    init: true
    network_mode: none
    command: sleep infinity
    stop_grace_period: 0s
`,
    });
    await using core = await testCore(own().environment);
    const { id, views } = await opened(core, project);
    const up = await core.client.stacks.up({ project: id, request: {} });
    expect(await core.ended(up.task)).toMatchObject({ state: 'done' });
    await until(views, ({ state }) => state === 'running');
    await own().stop();
    const away = await until(views, ({ engineProblem }) => engineProblem !== undefined);
    expect(away).toMatchObject({
      state: 'unknown',
      engineProblem: { code: 'engine-unreachable', remedy: expect.any(String) },
      services: [{ name: 'app', containers: [{ service: 'app' }] }],
    });
    await expect(core.client.stacks.up({ project: id, request: {} })).rejects.toMatchObject({
      code: 'engine-unreachable',
    });
    await own().start();
    const back = await until(views, ({ engineProblem, state }) => !engineProblem && state === 'stopped');
    expect(service(back, 'app')).toMatchObject({ state: 'stopped' });
    const again = await core.client.stacks.up({ project: id, request: {} });
    expect(await core.ended(again.task)).toMatchObject({ state: 'done' });
    await until(views, ({ state }) => state === 'running');
  });
});
