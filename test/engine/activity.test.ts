import { expect, it } from 'vitest';
import type { ActivityEntry } from '../../src/shared/contract/index.ts';
import { describeOnEachEngine, type TestCore, testCore, testProject, until } from '../support/index.ts';

const app = `
services:
  app:
    image: debian:12-slim
    init: true
    command: sleep infinity
    stop_grace_period: 0s
    healthcheck:
      test: ["CMD-SHELL", "test ! -e /broken"]
      interval: 200ms
      retries: 1
`;

/** All entries as they come, in one list that grows. */
async function* all(core: TestCore, query: { project?: string; after?: number } = {}) {
  const entries: ActivityEntry[] = [];
  for await (const batch of await core.client.activity.follow(query, { signal: core.signal })) {
    entries.push(...batch.entries);
    yield entries;
  }
}

const texts = (entries: ActivityEntry[]) => entries.map(({ text }) => text);

async function run(engine: { docker: import('dockerode') }, container: string, command: string[]) {
  const process = await engine.docker.getContainer(container).exec({ Cmd: command });
  await process.start({ Detach: true });
}

describeOnEachEngine('activity', (engine) => {
  it('tells in words what happens, resumes without loss or repeat, and sends notices', async () => {
    await using project = await testProject(engine, { 'compose.yaml': app });
    await using core = await testCore(engine.environment);
    const { id } = await core.client.projects.add({ folder: project.folder });
    const entries = all(core, { project: id });
    expect(await until(entries, () => true)).toEqual([]);
    const notices = await core.client.activity.notices({}, { signal: core.signal });
    const container = `${project.name}-app-1`;
    const { task } = await core.client.stacks.up({ project: id, request: {} });
    await core.ended(task);
    await until(
      entries,
      (it) => texts(it).includes('app is healthy') && it.some(({ kind }) => kind === 'task'),
    );
    const lost = until(notices, (it) => it.kind === 'health-lost' && it.project === id);
    await run(engine, container, ['touch', '/broken']);
    expect(await lost).toMatchObject({
      title: `${project.name}: app is not healthy`,
      project: id,
      path: `/project/${id}/stack`,
    });
    await run(engine, container, ['rm', '/broken']);
    await until(entries, (it) => texts(it).includes('app is healthy again'));
    const died = until(notices, (it) => it.kind === 'service-failed' && it.project === id);
    await engine.docker.getContainer(container).kill();
    expect(await died).toMatchObject({ title: `${project.name}: app was killed, exited with 137` });
    const down = await core.client.stacks.down({ project: id, request: {} });
    await core.ended(down.task);
    const told = await until(entries, (it) => it.filter(({ kind }) => kind === 'task').length === 2);
    await until(entries, (it) => texts(it).includes('app was removed'));

    expect(told.map(({ kind, level }) => `${kind} ${level}`).filter((it) => !it.startsWith('task'))).toEqual([
      'created note',
      'started good',
      'health-back good',
      'health-lost bad',
      'health-back good',
      'exited bad',
      'removed note',
    ]);
    expect(told.every((it) => it.project === id)).toBe(true);
    expect(told.find(({ kind }) => kind === 'started')).toMatchObject({ service: 'app', container });
    expect(texts(told).filter((text) => text.includes(project.name))).toEqual([
      expect.stringMatching(new RegExp(`^up ${project.name} took [\\d.]+ s$`)),
      expect.stringMatching(new RegExp(`^down ${project.name} took [\\d.]+ s$`)),
    ]);

    // Whoever comes back goes on after what it had.
    const middle = told[2]?.id ?? 0;
    const rest = await until(all(core, { project: id, after: middle }), (it) => it.length >= told.length - 3);
    expect(rest.map((it) => it.id)).toEqual(told.slice(3).map((it) => it.id));
    const ids = told.map((it) => it.id);
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
  });

  it('is written once by two processes on one store', async () => {
    await using project = await testProject(engine, { 'compose.yaml': app });
    await using first = await testCore(engine.environment, { folder: project.home });
    await using second = await testCore(engine.environment, { folder: project.home });
    await Promise.all([first.core.live.engine(), second.core.live.engine()]);
    const { id } = await first.client.projects.add({ folder: project.folder });
    const [ones, others] = [all(first, { project: id }), all(second, { project: id })];
    // The task of a third process: a command line.
    expect(await project.blockyard(['up'])).toMatchObject({ code: 0 });
    expect(await project.blockyard(['down'])).toMatchObject({ code: 0 });
    const isWhole = (it: ActivityEntry[]) =>
      it.filter(({ kind }) => kind === 'task').length === 2 && it.some(({ kind }) => kind === 'removed');
    const [seen, same] = await Promise.all([until(ones, isWhole), until(others, isWhole)]);
    expect(same.map((it) => it.id)).toEqual(seen.map((it) => it.id));
    for (const kind of ['created', 'started', 'removed'])
      expect(seen.filter((it) => it.kind === kind)).toHaveLength(1);
  });

  it('tells of a task that failed', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `
services:
  app:
    image: debian:12-slim
    command: ["sh", "-c", "exit 3"]
  late:
    image: debian:12-slim
    command: ["true"]
    depends_on:
      app: { condition: service_completed_successfully }
`,
    });
    await using core = await testCore(engine.environment);
    const { id } = await core.client.projects.add({ folder: project.folder });
    const notices = await core.client.activity.notices({}, { signal: core.signal });
    const failed = until(notices, (it) => it.kind === 'task-failed' && it.project === id);
    const { task } = await core.client.stacks.up({ project: id, request: {} });
    expect(await core.ended(task)).toMatchObject({ state: 'failed', error: { code: 'container-exited' } });
    expect(await failed).toMatchObject({
      title: `up ${project.name} failed`,
      body: expect.stringContaining('exited with code 3'),
      path: '/tasks',
    });
    // The task may be told before what its engine says.
    await until(
      all(core, { project: id }),
      (it) => it.some(({ kind }) => kind === 'task') && texts(it).includes('app exited with 3'),
    );
  });

  it('tells that a service ran out of memory', async ({ skip }) => {
    await using project = await testProject(engine, {
      'compose.yaml': `
services:
  app:
    image: debian:12-slim
    command: ["tail", "/dev/zero"]
    mem_limit: 16m
    memswap_limit: 16m
`,
    });
    await using core = await testCore(engine.environment);
    const { id } = await core.client.projects.add({ folder: project.folder });
    const entries = all(core, { project: id });
    const views = await core.client.stacks.follow({ project: id }, { signal: core.signal });
    await core.client.stacks.up({ project: id, request: {} });
    const told = await until(entries, (it) => it.some(({ kind }) => kind === 'exited'));
    const { State } = await engine.docker.getContainer(`${project.name}-app-1`).inspect();
    skip(!State.OOMKilled, 'this engine cannot limit memory here');
    expect(texts(told)).toContain('app ran out of memory');
    expect(texts(told)).toContain('app exited with 137, out of memory');
    const view = await until(views, (it) => it.services[0]?.state === 'failed');
    expect(view.services[0]?.text).toBe('out of memory, exited with 137');
  });
});
