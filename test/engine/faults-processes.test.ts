import { once } from 'node:events';
import { chmod, cp } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import {
  describeOnEachEngine,
  findAllNamed,
  nothingLeft,
  slowStack,
  startCommand,
  type TestEngine,
  testProject,
} from '../support/index.ts';

/*
 * What can happen to Blockyard itself in the middle of its work.
 */

async function namesAndStates(engine: TestEngine, project: string): Promise<string[]> {
  const filters = { label: [`com.docker.compose.project=${project}`] };
  const containers = await engine.docker.listContainers({ all: true, filters });
  return containers.map(({ Names, State }) => `${Names[0]?.replace(`/${project}-`, '')} ${State}`).sort();
}

/** Resolves when the engine has started a container of the project's service. */
async function started(
  engine: TestEngine,
  project: string,
  service: string,
  begin: () => void,
): Promise<void> {
  const events = await engine.docker.getEvents({
    filters: JSON.stringify({
      event: ['start'],
      label: [`com.docker.compose.project=${project}`, `com.docker.compose.service=${service}`],
    }) as never,
  });
  begin();
  await once(events, 'data');
  (events as NodeJS.ReadableStream & { destroy(): void }).destroy();
}

const whole = ['db-1 running', 'migrate-1 exited', 'web-1 running'];

describeOnEachEngine('faults of Blockyard’s own process', (engine) => {
  for (const service of ['db', 'migrate'])
    it(`kill -9 just after ${service} has started: the next up converges`, async () => {
      await using project = await testProject(engine, { 'compose.yaml': slowStack }, 'killed');
      let killed: Promise<unknown> = Promise.resolve();
      await started(engine, project.name, service, () => {
        const command = project.start(['up']);
        killed = command.result;
        started(engine, project.name, service, () => {}).then(() => command.kill('SIGKILL'));
      });
      await killed;
      expect(await namesAndStates(engine, project.name)).not.toEqual(whole);

      const again = await project.blockyard(['up']);
      expect(again.code, again.stderr).toBe(0);
      expect(await namesAndStates(engine, project.name)).toEqual(whole);
      const tasks = JSON.parse((await project.blockyard(['tasks', '--json'])).stdout);
      expect(tasks.map(({ state }: { state: string }) => state).sort()).toEqual(['done', 'lost']);
    });

  it('Ctrl-C stops cleanly with 130, and up goes on from there', async () => {
    await using project = await testProject(engine, { 'compose.yaml': slowStack }, 'ctrlc');
    const command = project.start(['up']);
    await command.waitFor(/migrate/);
    command.kill('SIGINT');
    const result = await command.result;
    expect(result.code, result.stderr).toBe(130);
    expect(result.stderr).toMatch(/blockyard up/);

    const again = await project.blockyard(['up']);
    expect(again.code, again.stderr).toBe(0);
    expect(await namesAndStates(engine, project.name)).toEqual(whole);
  });

  it('two ups at once on one project: the second waits for the first, and both end well', async () => {
    await using project = await testProject(engine, { 'compose.yaml': slowStack }, 'twice');
    const results = await Promise.all([project.blockyard(['up']), project.blockyard(['up'])]);
    for (const result of results) expect(result.code, result.stderr).toBe(0);
    expect(await namesAndStates(engine, project.name)).toEqual(whole);
    const down = await project.blockyard(['down', '--volumes']);
    expect(down.code, down.stderr).toBe(0);
    expect(await findAllNamed(engine, project.name)).toEqual(nothingLeft);
  });

  it.runIf(process.getuid?.() === 0)(
    'a socket that this user may not use is told as that, with exit code 3',
    async () => {
      await using project = await testProject(engine, { 'compose.yaml': slowStack }, 'denied');
      // Somebody else must be able to read the command and the project, whatever folder they were cloned to.
      const copy = path.join(path.dirname(project.folder), 'cli');
      await cp(fileURLToPath(new URL('../../out/cli', import.meta.url)), copy, { recursive: true });
      for (const folder of [path.dirname(project.folder), project.folder, copy]) await chmod(folder, 0o755);
      await chmod(project.home, 0o777);
      const becomeNobody = 'process.setgroups([]);process.setgid(65534);process.setuid(65534)';
      const command = startCommand(
        process.execPath,
        ['--import', `data:text/javascript,${becomeNobody}`, path.join(copy, 'blockyard.js'), 'up'],
        { cwd: project.folder, environment: { ...project.environment, HOME: project.home } },
      );
      const { code, stderr } = await command.result;
      expect(code, stderr).toBe(3);
      expect(stderr).toContain(engine.socket);
      expect(stderr).toMatch(/permission|may not|not allowed/i);
      expect(stderr).toMatch(/→ .*docker/);
    },
  );
});
