import { expect, it } from 'vitest';
import {
  type CommandResult,
  describeOnPrivateEngines,
  findAllNamed,
  fixtureImage,
  nothingLeft,
  type PrivateEngine,
  testProject,
} from '../support/index.ts';

/*
 * The engine goes away in the middle of a command, or hangs.
 */

/** One that sleeps, and ends only by force. */
const service = (grace: string) => `
    image: busybox
    command: sleep 600
    stop_grace_period: ${grace}`;

/** One more than are started at once on a small machine. */
const count = 9;
const manyServices = `services:
${Array.from({ length: count }, (_, index) => `  web${index}:${service('0s')}\n`).join('')}`;

/** That an error says so once, in words, with what to do. */
function expectEngineLost({ code, stderr }: CommandResult): void {
  expect(code, stderr).toBe(3);
  expect(stderr.match(/^error: /gm), stderr).toHaveLength(1);
  expect(stderr).toMatch(/^ {2}→ /m);
  expect(stderr).not.toMatch(/^ {4}at /m);
}

/** The engine's process stands still, as it does on a disk that does not answer. */
function hanging(engine: PrivateEngine): Disposable {
  process.kill(engine.pid, 'SIGSTOP');
  return { [Symbol.dispose]: () => process.kill(engine.pid, 'SIGCONT') };
}

describeOnPrivateEngines('an engine that goes away', { images: [fixtureImage('busybox')] }, (engine) => {
  it('in the middle of up: that is told with exit code 3, and the next up has the whole stack', async () => {
    await using project = await testProject(engine(), { 'compose.yaml': manyServices }, 'up');
    await using up = project.start(['up']);
    await up.waitFor(/started/);
    await engine().kill();
    expectEngineLost(await up.result);
    expectEngineLost(await project.blockyard(['ps']));

    await engine().start();
    const again = await project.blockyard(['up']);
    expect(again.code, again.stderr).toBe(0);
    const { stdout } = await project.blockyard(['ps', '--json']);
    expect(JSON.parse(stdout).state).toBe('running');
    expect(JSON.parse(stdout).containers).toHaveLength(count);
  });

  it('in the middle of exec and down: that is told with exit code 3, and the next down leaves nothing', async () => {
    const file = `services:\n  web:${service('5s')}\n`;
    await using project = await testProject(engine(), { 'compose.yaml': file }, 'down');
    const up = await project.blockyard(['up']);
    expect(up.code, up.stderr).toBe(0);
    await using exec = project.start(['exec', '-T', 'web', 'sh', '-c', 'echo begins; sleep 600']);
    await exec.waitFor(/begins/);
    await using down = project.start(['down']);
    await down.waitFor(/web-1 · stops/);
    await engine().kill();
    expectEngineLost(await exec.result);
    expectEngineLost(await down.result);

    await engine().start();
    const again = await project.blockyard(['down', '--timeout', '0']);
    expect(again.code, again.stderr).toBe(0);
    expect(await findAllNamed(engine(), project.name)).toEqual(nothingLeft);
  });

  it('by hanging before a command begins: it gives up after a while', async () => {
    await using project = await testProject(engine(), { 'compose.yaml': manyServices }, 'hangs');
    using _hanging = hanging(engine());
    const ps = await project.blockyard(['ps']);
    expectEngineLost(ps);
    expect(ps.stderr).toMatch(/did not answer within \d+ seconds/);
  });

  it('by hanging under commands that go on: Ctrl-C ends them all the same', async () => {
    const file = `services:\n  web:${service('0s').replace('sleep 600', 'sh -c "echo begins; sleep 600"')}\n`;
    await using project = await testProject(engine(), { 'compose.yaml': file }, 'hangs');
    const up = await project.blockyard(['up']);
    expect(up.code, up.stderr).toBe(0);
    await using logs = project.start(['logs', '-f']);
    await using exec = project.start(['exec', '-T', 'web', 'sh', '-c', 'echo begins; sleep 600']);
    await using wait = project.start(['wait', 'web']);
    await using stop = project.start(['stop', '--timeout', '60']);
    await Promise.all([logs.waitFor(/begins/), exec.waitFor(/begins/), stop.waitFor(/stops/)]);
    using _hanging = hanging(engine());
    for (const command of [logs, exec, wait, stop]) {
      command.kill('SIGINT');
      const { code, stderr } = await command.result;
      expect(code, stderr).toBe(130);
    }
  });

  it('by hanging in the middle of up: Ctrl-C works all the same, and the next up has the whole stack', async () => {
    await using project = await testProject(engine(), { 'compose.yaml': manyServices }, 'hangs');
    {
      await using up = project.start(['up']);
      await up.waitFor(/started/);
      using _hanging = hanging(engine());
      up.kill('SIGINT');
      const { code, stderr } = await up.result;
      expect(code, stderr).toBe(130);
      expect(stderr).toMatch(/→ `blockyard up` goes on from here/);
    }
    const again = await project.blockyard(['up']);
    expect(again.code, again.stderr).toBe(0);
    const { stdout } = await project.blockyard(['ps', '--json']);
    expect(JSON.parse(stdout).containers).toHaveLength(count);
  });
});
