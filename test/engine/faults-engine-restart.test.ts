import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import {
  describeOnPrivateEngines,
  findAllNamed,
  fixtureImage,
  nothingLeft,
  type PrivateEngine,
  slowStack,
  type TestProject,
  testProject,
} from '../support/index.ts';

/*
 * The engine restarts, as a service manager does it or because it crashed: in the middle of `up`, under a `logs -f`, and
 * while only `events` and `watch` listen.
 */

const ways: { how: string; restart(engine: PrivateEngine): Promise<void> }[] = [
  { how: 'is restarted', restart: (engine) => engine.restart() },
  { how: 'crashes', restart: (engine) => engine.kill().then(() => engine.start()) },
];

async function statesOf(project: TestProject): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await project.blockyard(['ps', '--all', '--json']);
  expect(code, stderr).toBe(0);
  const { containers } = JSON.parse(stdout) as { containers: { service: string; state: string }[] };
  return Object.fromEntries(containers.map(({ service, state }) => [service, state]));
}

describeOnPrivateEngines('an engine that restarts', { images: [fixtureImage('busybox')] }, (engine) => {
  for (const { how, restart } of ways)
    it(`${how} in the middle of up: that ends clearly, and the next up has the whole stack`, async () => {
      await using project = await testProject(engine(), { 'compose.yaml': slowStack }, 'restarts');
      await using up = project.start(['up']);
      await up.waitFor(/waits for migrate: runs/);
      await restart(engine());
      const { code, stderr } = await up.result;
      // What waited for the engine is told; with luck the step in between asked nothing of it.
      if (code !== 0) expect(stderr).toMatch(/^error: .*\n(.*\n)*? {2}→ /m);
      expect([0, 1, 3], stderr).toContain(code);

      const again = await project.blockyard(['up']);
      expect(again.code, again.stderr).toBe(0);
      expect(await statesOf(project)).toEqual({ db: 'running', migrate: 'exited', web: 'running' });
      const down = await project.blockyard(['down', '--volumes']);
      expect(down.code, down.stderr).toBe(0);
      expect(await findAllNamed(engine(), project.name)).toEqual(nothingLeft);
    });

  it('does not interrupt logs -f: no line is lost and none is repeated', async () => {
    const script = 'echo begins; i=0; while :; do i=$$((i+1)); echo line $$i; sleep 0.02; done';
    await using project = await testProject(
      engine(),
      {
        'compose.yaml': `services:
  writer:
    image: busybox
    command: sh -c '${script}'
    restart: always
    stop_grace_period: 0s
`,
      },
      'follows',
    );
    const up = await project.blockyard(['up']);
    expect(up.code, up.stderr).toBe(0);
    await using follower = project.start(['logs', '-f', '--no-log-prefix']);
    await follower.waitFor(/line 20\n/);
    for (const [index, { restart }] of ways.entries()) {
      await restart(engine());
      await follower.waitFor(new RegExp(`(begins\n(line \\d+\n)*){${index + 2}}line 20\n`));
    }
    follower.kill('SIGINT');
    const followed = await follower.result;
    expect(followed.code, followed.stderr).toBe(130);

    // The engine's own log, read after the writer has ended, is the truth.
    await project.blockyard(['stop']);
    const log = await engine().docker.getContainer(`${project.name}-writer-1`).logs({ stdout: true });
    const truth = log
      .toString()
      .split('\n')
      .map((line) => line.replace(/^.{8}/, ''));
    const lines = followed.stdout.split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(60);
    expect(lines).toEqual(truth.slice(0, lines.length));
  });

  it('while nothing is under way: ps and up just work, events and watch come back', async () => {
    await using project = await testProject(
      engine(),
      {
        'compose.yaml': `services:
  web:
    image: busybox
    command: sleep 600
    restart: always
    stop_grace_period: 0s
    develop: { watch: [{ action: sync, path: ./pages, target: /pages }] }
  job:
    image: busybox
    command: sleep 600
    stop_grace_period: 0s
`,
        'pages/index.html': 'before\n',
      },
      'idle',
    );
    const up = await project.blockyard(['up']);
    expect(up.code, up.stderr).toBe(0);
    await using events = project.start(['events', '--since', '10m']);
    await using watch = project.start(['watch', '--no-up']);
    // What has happened before shows that it listens.
    await events.waitFor(/container start .*job-1/);
    await watch.waitFor(/Watching/);

    await engine().restart();
    await events.waitFor(/daemon reconnected/);
    expect(await statesOf(project)).toEqual({ job: 'exited', web: 'running' });

    await writeFile(path.join(project.folder, 'pages/index.html'), 'after\n');
    await watch.waitFor(/web: synced/);
    const page = await project.blockyard(['exec', '-T', 'web', 'cat', '/pages/index.html']);
    expect(page.stdout).toBe('after\n');
    const again = await project.blockyard(['up']);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).not.toMatch(/web-1/);
    await events.waitFor(/container start [^\n]*job-1.*container start [^\n]*job-1/s);
    expect(await statesOf(project)).toEqual({ job: 'running', web: 'running' });
  });
});
