import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it } from 'vitest';
import { connectTo, describeOnEachEngine, testCore, testProject } from '../support/index.ts';

const app = `
services:
  app:
    image: debian:12-slim
    init: true
    command: sh -c 'echo hello; sleep infinity'
    stop_grace_period: 0s
  job:
    image: debian:12-slim
    command: "true"
    volumes: [lonely:/data]
volumes:
  lonely: {}
`;

describeOnEachEngine('the end of a core', (engine) => {
  it('leaves nothing that holds its process, whatever was going on', async () => {
    await using project = await testProject(engine, { 'compose.yaml': app });
    const child = fork(path.join(import.meta.dirname, '../support/whole-core.ts'), [project.folder], {
      env: { ...process.env, ...engine.environment, BLOCKYARD_HOME: project.home },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        output += chunk;
      });
    const exited = once(child, 'exit');
    const told = await Promise.race([once(child, 'message'), exited]);
    expect({ told: told[0], output }).toEqual({ told: 'closed', output: '' });
    // It says so just before nothing is left to do; the channel is its last handle.
    const before = performance.now();
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('after kill -9: the next one removes the helpers that were left behind', async () => {
    await using own = await connectTo(engine);
    await using project = await testProject(engine, { 'compose.yaml': app });
    const options = {
      env: { ...process.env, ...engine.environment, BLOCKYARD_HOME: project.home },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'] as ['ignore', 'ignore', 'inherit', 'ipc'],
    };
    const script = path.join(import.meta.dirname, '../support/whole-core.ts');
    const child = fork(script, [project.folder, 'stay-in-volume'], options);
    const exited = once(child, 'exit');
    const [helpers] = await once(child, 'message');
    expect(helpers).toHaveLength(1);
    child.kill('SIGKILL');
    await exited;
    const isThere = async () => (await own.containers.inspect(helpers[0])) !== undefined;
    expect(await isThere()).toBe(true);
    await using core = await testCore(engine.environment);
    await core.core.live.engine();
    await expect.poll(isThere, { timeout: 20_000 }).toBe(false);
  });
});
