import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { StackLogs } from '../../src/core/logs/index.ts';
import { connectTo, describeOnEachEngine, uniqueName } from '../support/index.ts';
import { keptLogs, linesOf, writer } from '../support/kept-logs.ts';

const counting = (count: number) => `seq -f 'line %.0f' 1 ${count}`;

describeOnEachEngine('followed logs', (testEngine) => {
  it('survive that a container is made anew', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    {
      await using old = await writer(engine, project, 'echo old');
      await engine.containers.wait(old.id);
      await kept.logs.drain(old);
    }
    await using next = await writer(engine, project, 'echo new');
    await engine.containers.wait(next.id);
    expect((await linesOf(kept.logs)).map(({ container, data }) => `${container} ${data}`)).toEqual([
      `${next.name} old`,
      `${next.name} new`,
    ]);
    await kept.logs.forget();
    expect((await linesOf(kept.logs)).map(({ data }) => data.toString())).toEqual(['new']);
  });

  it('are drained of many containers at once', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    const numbers = [1, 2, 3, 4, 5, 6];
    const containers = await Promise.all(
      numbers.map((number) => writer(engine, project, counting(1_000), { number })),
    );
    try {
      await Promise.all(containers.map(({ id }) => engine.containers.wait(id)));
      await Promise.all(containers.map((container) => kept.logs.drain(container)));
    } finally {
      for (const container of containers) await container[Symbol.asyncDispose]();
    }
    expect(await linesOf(kept.logs, { services: [] })).toHaveLength(6_000);
  });

  it('are drained by whoever removes a container while another process follows', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    const follower = await followingProcess(testEngine.socket, project, kept.store.folder);
    try {
      {
        await using old = await writer(engine, project, `${counting(20_000)}; exec sleep infinity`);
        await untilLine(kept.logs, 'line 20000');
        await engine.containers.kill(old.id);
        await engine.containers.wait(old.id);
        await kept.logs.drain(old);
      }
      const lines = await linesOf(kept.logs);
      expect(lines.map(({ data }) => data.toString())).toEqual(
        Array.from({ length: 20_000 }, (_, n) => `line ${n + 1}`),
      );
    } finally {
      follower.kill('SIGKILL');
      await once(follower, 'exit');
    }
  });

  it('go on, each line once, after the following process was killed', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    await using container = await writer(engine, project, `${counting(200_000)}; exec sleep infinity`);
    const follower = await followingProcess(testEngine.socket, project, kept.store.folder);
    await untilLine(kept.logs, 'line 20000');
    follower.kill('SIGKILL');
    await once(follower, 'exit');
    await untilLine(kept.logs, 'line 200000');
    const lines = await linesOf(kept.logs);
    expect(lines).toHaveLength(200_000);
    expect(lines.findIndex(({ data }, n) => data.toString() !== `line ${n + 1}`)).toBe(-1);
    expect(new Set(lines.map((line) => line.container))).toEqual(new Set([container.name]));
  });

  it('show containers that appear while they are followed', async () => {
    await using engine = await connectTo(testEngine);
    const project = uniqueName('logs');
    await using kept = await keptLogs(engine, project);
    const seen = untilLine(kept.logs, 'hello');
    await using _container = await writer(engine, project, 'echo hello; exec sleep infinity');
    await seen;
  });
});

/** Reads and follows until such a line came. */
async function untilLine(logs: StackLogs, text: string): Promise<void> {
  const abort = new AbortController();
  const grep = new RegExp(`^${text}$`);
  for await (const batch of logs.read({ follow: true, grep }, { signal: abort.signal }))
    if (batch.some((record) => record.kind === 'line')) abort.abort();
}

/** Another process that follows the project's logs; it has the lock when this resolves. */
async function followingProcess(socket: string, project: string, folder: string) {
  const module = (name: string) =>
    JSON.stringify(fileURLToPath(new URL(`../../src/core/${name}/index.ts`, import.meta.url)));
  const script = `
    const [{ connectEngine }, { openStore }, { openLogs }] = await Promise.all([
      import(${module('engine')}), import(${module('store')}), import(${module('logs')})]);
    const engine = await connectEngine({ endpoint: { kind: 'socket', path: ${JSON.stringify(socket)} } });
    const store = openStore({ folder: ${JSON.stringify(folder)} });
    const logs = openLogs({ store, engine, project: ${JSON.stringify(project)} });
    console.log('up');
    await logs.follow({ signal: new AbortController().signal });`;
  const child = spawn(process.execPath, ['--experimental-strip-types', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  await once(child.stdout, 'data');
  return child;
}
