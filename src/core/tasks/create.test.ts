import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BlockyardError, type TaskSnapshot } from '../../shared/index.ts';
import { openStore, type Store } from '../store/index.ts';
import { createTasks, type Tasks } from './index.ts';

let folder: string;
let store: Store;
let tasks: Tasks;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-tasks-'));
  store = openStore({ folder });
  tasks = createTasks(store, 'cli');
});
afterEach(async () => {
  store.close();
  await rm(folder, { recursive: true, force: true });
});

const until = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** A process with a task that runs until it is cancelled; prints `started <id>`, later how it ended. */
function processWithTask(): { child: ChildProcess; lines: AsyncIterableIterator<string> } {
  const module = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
  const script = `
    const { openStore } = await import(${module('../store/index.ts')});
    const { createTasks } = await import(${module('./index.ts')});
    const store = openStore({ folder: ${JSON.stringify(folder)} });
    const tasks = createTasks(store, 'app');
    const hold = setInterval(() => {}, 1000);
    const running = tasks.run({ kind: 'up', title: 'Up of shop', project: 'shop' }, (task) => {
      task.progress('db').start('waits');
      return new Promise((_, reject) => task.signal.addEventListener('abort', () => reject(task.signal.reason)));
    });
    const seen = setInterval(() => {
      if (!store.database.prepare('SELECT 1 FROM task WHERE id = ?').get(running.id)) return;
      clearInterval(seen);
      console.log('started ' + running.id);
    }, 10);
    await running.result.catch((error) => console.log(error.code));
    clearInterval(hold);`;
  const child = spawn(process.execPath, ['--experimental-strip-types', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

describe('a task', () => {
  test('that is done leaves its outcome, its owner and its progress behind', async () => {
    const running = tasks.run({ kind: 'up', title: 'Up of shop', project: 'shop' }, async (task) => {
      const containers = task.progress('Containers', { total: 2, unit: 'steps' });
      const db = containers.child('db');
      db.start('starts');
      db.done('ready');
      containers.child('cache').skip();
      containers.update({ current: 2 });
      return 42;
    });
    expect(await running.result).toBe(42);
    const time = expect.any(Number);
    expect(createTasks(store, 'app').list()).toEqual([
      {
        id: running.id,
        kind: 'up',
        title: 'Up of shop',
        project: 'shop',
        state: 'done',
        owner: { pid: process.pid, startedAt: time, via: 'cli' },
        cancellable: true,
        startedAt: time,
        endedAt: time,
        progress: [
          {
            id: '1',
            title: 'Containers',
            state: 'done',
            total: 2,
            unit: 'steps',
            current: 2,
            startedAt: time,
            endedAt: time,
          },
          { id: '2', parent: '1', title: 'db', state: 'done', text: 'ready', startedAt: time, endedAt: time },
          { id: '3', parent: '1', title: 'cache', state: 'skipped', endedAt: time },
        ],
      },
    ] satisfies TaskSnapshot[]);
  });

  test('that fails rejects with its own error and records it', async () => {
    const error = new BlockyardError('port-taken', 'Port 8080 is taken.', { remedy: 'Free it.' });
    const running = tasks.run({ kind: 'up', title: 'Up' }, async (task) => {
      task.progress('web').start();
      task.progress('later');
      throw error;
    });
    await expect(running.result).rejects.toBe(error);
    const task = tasks.get(running.id);
    expect(task?.state).toBe('failed');
    expect(task?.error).toEqual({ code: 'port-taken', message: 'Port 8080 is taken.', remedy: 'Free it.' });
    expect(task?.progress.map((node) => node.state)).toEqual(['failed', 'skipped']);
  });

  test('keeps nothing of what is to be hidden, also not half of it', async () => {
    const hide = (text: string) => text.replaceAll('hunter22', '…');
    const running = tasks.run({ kind: 'up', title: 'Up', hide }, async (task) => {
      const line = task.progress('says hunter22');
      line.child('child hunter22').done('done with hunter22');
      line.start('hunter22');
      line.update({ text: `${'x'.repeat(396)}hunter22` });
      const cause = new Error('hunter22 is wrong');
      throw new BlockyardError('container-exited', 'db said: hunter22', { remedy: 'not hunter22', cause });
    });
    await expect(running.result).rejects.toThrow('hunter22');
    const stored = JSON.stringify(createTasks(store, 'app').list());
    expect(stored).toContain('db said: …');
    expect(stored).not.toMatch(/hunt/);
  });

  test('is cancelled through its handle and rejects with interrupted', async () => {
    const running = tasks.run({ kind: 'up', title: 'Up of shop' }, (task) => until(task.signal));
    running.cancel();
    await expect(running.result).rejects.toThrow(
      expect.objectContaining({ code: 'interrupted', message: 'Up of shop was cancelled.' }),
    );
    expect(tasks.get(running.id)?.state).toBe('cancelled');
  });

  test('that had finished when the cancel came is done', async () => {
    const running = tasks.run({ kind: 'up', title: 'Up' }, async (task) => {
      running.cancel();
      expect(task.signal.aborted).toBe(true);
      return 'whole';
    });
    expect(await running.result).toBe('whole');
    expect(tasks.get(running.id)?.state).toBe('done');
  });

  test('that cannot be cancelled says so', async () => {
    const running = tasks.run({ kind: 'migrate', title: 'Migration', cancellable: false }, async () => {});
    expect(() => tasks.cancel(running.id)).toThrow('Migration cannot be cancelled.');
    await running.result;
  });

  test('that is short costs one write', async () => {
    const before = changes();
    await tasks.run({ kind: 'up', title: 'Nothing to do' }, async (task) => task.progress('all').done())
      .result;
    expect(changes() - before).toBe(1);
  });

  test('is listed by this process before it is in the store', async () => {
    const running = tasks.run({ kind: 'up', title: 'Up', project: 'shop' }, (task) => until(task.signal));
    expect(tasks.list({ project: 'shop', running: true }).map((task) => task.id)).toEqual([running.id]);
    expect(tasks.list({ project: 'other' })).toEqual([]);
    expect(tasks.list({ running: false })).toEqual([]);
    running.cancel();
    await running.result.catch(() => {});
    expect(tasks.list({ running: false }).map((task) => task.id)).toEqual([running.id]);
  });

  function changes(): number {
    return Number(store.database.prepare('SELECT total_changes() AS n').get()?.['n']);
  }
});

describe('progress', () => {
  test('is bounded: lines beyond the limit are counted, texts are cut', async () => {
    const running = tasks.run({ kind: 'build', title: 'Build' }, async (task) => {
      for (let n = 0; n < 510; n++) task.progress(`line ${n}`).done('x'.repeat(1_000));
    });
    await running.result;
    const progress = tasks.get(running.id)?.progress ?? [];
    expect(progress).toHaveLength(501);
    expect(progress[0]?.text).toBe(`${'x'.repeat(399)}…`);
    expect(progress.at(-1)).toMatchObject({ title: '… and 10 more' });
    expect(tasks.list({ progress: 'running' })[0]?.progress).toEqual([]);
  });

  test('reaches subscribers in batches, the end always', async () => {
    const seen: TaskSnapshot[] = [];
    const stop = tasks.subscribe((task) => seen.push(task));
    const running = tasks.run({ kind: 'build', title: 'Build' }, async (task) => {
      const line = task.progress('layer');
      for (let n = 0; n < 10_000; n++) line.update({ current: n });
    });
    await running.result;
    stop();
    await tasks.run({ kind: 'build', title: 'Another' }, async () => {}).result;
    expect(seen.length).toBeLessThan(10);
    expect(seen.at(-1)).toMatchObject({ state: 'done', progress: [{ current: 9_999, state: 'done' }] });
  });
});

describe('tasks of other processes', () => {
  test('are seen with their progress and cancelled from here', async () => {
    const { child, lines } = processWithTask();
    const id = String((await lines.next()).value).slice('started '.length);
    expect(tasks.get(id)).toMatchObject({
      state: 'running',
      owner: { pid: child.pid, via: 'app' },
      progress: [{ title: 'db', state: 'running', text: 'waits' }],
    });
    tasks.cancel(id);
    expect((await lines.next()).value).toBe('interrupted');
    await once(child, 'exit');
    expect(tasks.get(id)?.state).toBe('cancelled');
  });

  test('are told of as they change, and when their process was killed', async () => {
    const states: (string | undefined)[] = [];
    let told = () => {};
    const stop = tasks.onChange(() => {
      states.push(tasks.list()[0]?.state);
      told();
    });
    const until = (state: string) =>
      new Promise<void>((resolve) => {
        told = () => (states.at(-1) === state ? resolve() : undefined);
        told();
      });
    const { child, lines } = processWithTask();
    await lines.next();
    await until('running');
    child.kill('SIGKILL');
    await until('lost');
    stop();
    expect(new Set(states)).toEqual(new Set(['running', 'lost']));
  });

  test('are lost when their process was killed', async () => {
    const { child, lines } = processWithTask();
    const id = String((await lines.next()).value).slice('started '.length);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(tasks.list({ running: true })).toEqual([]);
    expect(tasks.list().map((task) => [task.id, task.state])).toEqual([[id, 'lost']]);
    expect(tasks.get(id)?.endedAt).toBeTypeOf('number');
  });

  test('are lost when their pid belongs to a later process', async () => {
    const running = tasks.run({ kind: 'up', title: 'Up' }, async () => {});
    await running.result;
    store.database
      .prepare("UPDATE task SET state = 'running', process_mark = 'an earlier boot 1' WHERE id = ?")
      .run(running.id);
    expect(tasks.get(running.id)?.state).toBe('lost');
  });

  test('cannot be cancelled when nobody knows them', () => {
    expect(() => tasks.cancel('no-such-task')).toThrow('There is no task no-such-task.');
  });
});

describe('what a task was asked for by', () => {
  const request = { procedure: 'stacks.up', input: { project: 'shop', request: { build: true } } };

  test('is known to every process, whether it was remembered before the task was stored or after its end', async () => {
    const early = tasks.run({ kind: 'up', title: 'Up' }, (task) => until(task.signal));
    tasks.remember(early.id, request);
    expect(tasks.requestOf(early.id)).toEqual(request);
    early.cancel();
    await early.result.catch(() => {});
    const late = tasks.run({ kind: 'up', title: 'Up' }, async () => {});
    await late.result;
    tasks.remember(late.id, request);

    // At every moment around the end: none of them may lose it.
    const ids: string[] = [];
    for (let turns = 0; turns < 12; turns++) {
      const short = tasks.run({ kind: 'up', title: 'Up' }, async () => {});
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      tasks.remember(short.id, request);
      await short.result;
      ids.push(short.id);
    }

    const others = createTasks(store, 'app');
    expect(others.requestOf(early.id)).toEqual(request);
    expect(others.remembered()).toEqual(new Set([early.id, late.id, ...ids]));
  });

  test('is unknown of a task that was not asked for so', async () => {
    const running = tasks.run({ kind: 'up', title: 'Up' }, async () => {});
    await running.result;
    expect(tasks.requestOf(running.id)).toBeUndefined();
    expect(tasks.requestOf('no-such-task')).toBeUndefined();
  });
});

test('the end of a process cancels its tasks and waits for them', async () => {
  let cleanedUp = false;
  const running = tasks.run({ kind: 'up', title: 'Up' }, async (task) => {
    await until(task.signal).catch(() => {});
    await new Promise(setImmediate);
    cleanedUp = true;
    task.signal.throwIfAborted();
  });
  running.result.catch(() => {});
  await Promise.resolve();
  await tasks.end();
  expect(cleanedUp).toBe(true);
  expect(tasks.get(running.id)?.state).toBe('cancelled');
  await tasks.end();
});

test('the history keeps the newest tasks', async () => {
  for (let n = 0; n < 205; n++) await tasks.run({ kind: 'up', title: `Up ${n}` }, async () => {}).result;
  // Those of one millisecond with the oldest kept stay, too.
  expect(tasks.list().length).toBeGreaterThanOrEqual(200);
  expect(tasks.list({ limit: 3 })).toHaveLength(3);
  expect(tasks.list({ limit: 1 })[0]?.title).toBe('Up 204');
});
