import { expect, it } from 'vitest';
import { openStore } from '../../src/core/store/index.ts';
import { createTasks } from '../../src/core/tasks/index.ts';
import type { TaskSnapshot } from '../../src/shared/index.ts';
import {
  describeOnEachEngine,
  firstWhere,
  slowStack,
  startBrowserMode,
  type TestProject,
  testProject,
} from '../support/index.ts';

const talking = `services:
  web:
    image: busybox
    command: sh -c 'n=0; while true; do n=$$((n+1)); echo line $$n; sleep 0.05; done'
    stop_grace_period: 0s
`;

/** This process as a third one on the store, as a git hook would be. */
function hookOn(project: TestProject) {
  const store = openStore({ folder: project.home });
  const tasks = createTasks(store, 'hook');
  return {
    tasks,
    /** A task reaches the store, and so the other processes, after a quarter of a second. */
    hasSeen: (id: string) =>
      new Promise<void>((resolve) => {
        const stop = tasks.onChange(look);
        function look() {
          if (!tasks.get(id)) return;
          stop();
          resolve();
        }
        look();
      }),
    [Symbol.dispose]: () => store.close(),
  };
}

const running = (tasks: TaskSnapshot[], via: TaskSnapshot['owner']['via']) =>
  tasks.find((task) => task.state === 'running' && task.owner.via === via);

describeOnEachEngine('workbench, command line and hook on one store', (engine) => {
  it('what the command line does is seen by the others as it goes, and cancelled from the workbench', async () => {
    await using project = await testProject(engine, { 'compose.yaml': slowStack });
    await using ui = await startBrowserMode(project);
    using hook = hookOn(project);
    const up = project.start(['up']);

    const waits = (task: TaskSnapshot | undefined) =>
      task?.progress.some(({ state, text }) => state === 'running' && text !== undefined);
    const seen = await firstWhere(ui.core.tasks.follow({}), (tasks) => waits(running(tasks, 'cli')) === true);
    const task = running(seen, 'cli');
    expect(task).toMatchObject({
      kind: 'up',
      project: project.name,
      owner: { pid: up.pid },
      cancellable: true,
    });
    expect(hook.tasks.list({ running: true }).map(({ id }) => id)).toEqual([task?.id]);

    const progress = new Set<string>();
    const one = await firstWhere(ui.core.tasks.followOne({ id: task?.id ?? '' }), (state) => {
      progress.add(JSON.stringify(state.progress));
      return progress.size === 2;
    });
    expect(one.state).toBe('running');

    await ui.core.tasks.cancel({ id: task?.id ?? '' });
    expect(await up.result).toMatchObject({ code: 130 });
    const ended = await firstWhere(
      ui.core.tasks.followOne({ id: task?.id ?? '' }),
      ({ state }) => state !== 'running',
    );
    expect(ended.state).toBe('cancelled');
    const [listed] = await firstWhere(ui.core.tasks.follow({}), ([first]) => first?.state === 'cancelled');
    // What the command line did was not asked for over the contract: it can be asked for again only there.
    expect(listed).toMatchObject({ id: task?.id, progress: [], retryable: false });
    await expect(ui.core.tasks.retry({ id: task?.id ?? '' })).rejects.toMatchObject({
      code: 'usage',
      data: { message: expect.stringContaining('started by the command line') },
    });
  });

  it('what the workbench does is seen and cancelled by the command line, and done again from another workbench', async () => {
    await using project = await testProject(engine, { 'compose.yaml': slowStack });
    await using ui = await startBrowserMode(project);
    const { id } = await ui.core.projects.add({ folder: project.folder });
    const { task } = await ui.core.stacks.up({ project: id, request: {} });
    using hook = hookOn(project);
    await hook.hasSeen(task);

    const list = await project.blockyard(['tasks', '--running', '--json']);
    expect(JSON.parse(list.stdout)).toMatchObject([
      { id: task, kind: 'up', project: project.name, owner: { pid: ui.command.pid, via: 'web' } },
    ]);
    expect(await project.blockyard(['tasks', 'cancel', task])).toMatchObject({ code: 0 });
    await firstWhere(ui.core.tasks.followOne({ id: task }), ({ state }) => state === 'cancelled');

    await using second = await startBrowserMode(project);
    const [first] = await firstWhere(second.core.tasks.follow({}), () => true);
    expect(first).toMatchObject({ id: task, state: 'cancelled', retryable: true });
    const again = await second.core.tasks.retry({ id: task });
    const done = await firstWhere(
      second.core.tasks.followOne({ id: again.task }),
      ({ state }) => state !== 'running',
    );
    expect(done).toMatchObject({ kind: 'up', state: 'done', owner: { pid: second.command.pid } });
  });

  it('a stack is worked on by one at a time: who waits says for whom, and goes on when that one was killed', async () => {
    await using project = await testProject(engine, { 'compose.yaml': slowStack });
    await using ui = await startBrowserMode(project);
    const { id } = await ui.core.projects.add({ folder: project.folder });
    const up = project.start(['up']);
    await firstWhere(ui.core.tasks.follow({}), (tasks) => (running(tasks, 'cli')?.progress.length ?? 0) > 0);

    const { task } = await ui.core.stacks.up({ project: id, request: {} });
    const holder = new RegExp(`pid ${up.pid}\\b`);
    await firstWhere(ui.core.tasks.followOne({ id: task }), ({ progress }) =>
      progress.some(({ text = '', title }) => holder.test(`${title} ${text}`)),
    );
    up.kill('SIGKILL');
    const done = await firstWhere(ui.core.tasks.followOne({ id: task }), ({ state }) => state !== 'running');
    expect(done).toMatchObject({ state: 'done' });
    const lost = await firstWhere(ui.core.tasks.follow({}), (tasks) =>
      tasks.some(({ state }) => state === 'lost'),
    );
    expect(lost.find(({ state }) => state === 'lost')?.owner.pid).toBe(up.pid);
  });

  it('whoever follows the logs takes over when the one that kept them was killed, and misses no line', async () => {
    await using project = await testProject(engine, { 'compose.yaml': talking });
    expect(await project.blockyard(['up'])).toMatchObject({ code: 0 });
    await using ui = await startBrowserMode(project);
    const { id } = await ui.core.projects.add({ folder: project.folder });
    const abort = new AbortController();
    const first = await ui.core.logs.follow({ project: id }, { signal: abort.signal });
    await first.next();

    const follower = project.start(['logs', '-f', '--no-color', '--no-log-prefix']);
    await follower.waitFor(/line \d+\n/);
    ui.command.kill('SIGKILL');
    await ui.command.result;
    const at = Math.max(...numbersIn(follower.stdout));
    await follower.waitFor(new RegExp(`line ${at + 40}\\n`));
    follower.kill('SIGINT');
    const { stdout } = await follower.result;
    const numbers = numbersIn(stdout);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
  });

  it('the end of the workbench interrupts what it does, says so, and touches nobody else’s', async () => {
    await using project = await testProject(engine, { 'compose.yaml': slowStack });
    await using ui = await startBrowserMode(project);
    const { id } = await ui.core.projects.add({ folder: project.folder });
    const { task } = await ui.core.stacks.up({ project: id, request: {} });
    await firstWhere(ui.core.tasks.followOne({ id: task }), ({ progress }) => progress.length > 0);
    ui.command.kill('SIGINT');
    expect(await ui.command.result).toMatchObject({ code: 0 });
    using hook = hookOn(project);
    expect(hook.tasks.get(task)).toMatchObject({ state: 'cancelled' });
  });
});

function numbersIn(text: string): number[] {
  return [...text.matchAll(/line (\d+)\n/g)].map(([, number]) => Number(number));
}
