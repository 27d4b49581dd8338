import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blockyard, describeOnEachEngine, findAllNamed, testProject } from '../support/index.ts';

const never = `
services:
  db:
    image: busybox
    command: sleep infinity
    init: true
    stop_grace_period: 0s
    healthcheck: { test: "false", interval: 1s, retries: 100, start_period: 100s }
  web:
    image: busybox
    command: sleep infinity
    init: true
    stop_grace_period: 0s
    depends_on: { db: { condition: service_healthy } }
`;

const trusting =
  'services: { web: { image: busybox, command: sleep infinity, init: true, stop_grace_period: 0s, cap_add: [NET_ADMIN] } }';

describeOnEachEngine('a run of the command', (engine) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    it(`stops cleanly at ${signal}, says how to go on, and up goes on from there`, async () => {
      await using project = await testProject(engine, { 'compose.yaml': never });
      await using up = project.start(['up']);
      await up.waitFor(/waits for db/);
      up.kill(signal);
      const { code, stderr } = await up.result;
      expect(code, stderr).toBe(130);
      expect(stderr).toContain('ends at once');
      expect(stderr).toContain(
        signal === 'SIGINT' ? 'error: Interrupted.' : 'error: Interrupted by SIGTERM.',
      );
      expect(stderr).toContain('`blockyard up` goes on from here');
      const [task] = JSON.parse((await project.blockyard(['tasks', '--json'])).stdout);
      expect(task).toMatchObject({ kind: 'up', state: 'cancelled' });
      await project.write({ 'compose.yaml': never.replace('"false"', '"true"') });
      const again = await project.blockyard(['up']);
      expect(again.code, again.stderr).toBe(0);
    });

  it('ends at once at a second Ctrl-C', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `
services:
  job: { image: busybox, command: [sh, -c, "trap '' TERM; echo stubborn; while :; do sleep 1; done"] }
`,
    });
    await using run = project.start(['run', '--rm', 'job']);
    await run.waitFor(/stubborn/);
    run.kill('SIGINT');
    await run.waitFor(/Ctrl-C again ends at once/);
    run.kill('SIGINT');
    const { code, stderr } = await run.result;
    expect(code, stderr).toBe(130);
    // It did not get to its clean end, where it says so.
    expect(stderr).not.toContain('Interrupted');
  });

  it('is cancelled from another process', async () => {
    await using project = await testProject(engine, { 'compose.yaml': never });
    await using up = project.start(['up']);
    await up.waitFor(/waits for/);
    const [task] = JSON.parse((await project.blockyard(['tasks', '--running', '--json'])).stdout);
    const cancelled = await project.blockyard(['tasks', 'cancel', task.id.slice(0, 8)]);
    expect(cancelled).toMatchObject({ code: 0, stderr: `Asked to stop: up ${project.name}.\n` });
    expect((await up.result).code).toBe(130);
  });

  it('ends when it follows logs and is told to', async () => {
    await using project = await testProject(engine, {
      'compose.yaml':
        'services: { web: { image: busybox, command: sh -c "echo hello; exec sleep infinity", init: true, stop_grace_period: 0s } }',
    });
    await project.blockyard(['up']);
    await using logs = project.start(['logs', '-f']);
    await logs.waitFor(/hello/);
    logs.kill('SIGINT');
    expect((await logs.result).code).toBe(130);
  });

  it('does not mind a reader that has seen enough', async () => {
    await using project = await testProject(engine, { 'compose.yaml': never.replace('"false"', '"true"') });
    await project.blockyard(['up']);
    const head = await project.blockyard(['exec', 'web', 'sh', '-c', 'yes | head -c 10000000 | head -n 1']);
    expect(head).toMatchObject({ code: 0, stdout: 'y\n' });
  });

  it('refuses powers that were not given, names them, and takes them once they are', async () => {
    await using project = await testProject(engine, { 'compose.yaml': trusting });
    const refused = await project.blockyard(['up']);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toBe(
      [
        `error: ${project.name} asks for powers over this machine that you have not given:`,
        `  • web gets the kernel capability NET_ADMIN. (${join(project.folder, 'compose.yaml')}:1:120)`.replace(
          /:1:\d+/,
          ':PLACE',
        ),
        '  → Read the places named. If you trust them, run `blockyard trust --yes` with the same options; else remove what asks for it.',
        '',
      ]
        .join('\n')
        .replace(':PLACE', /compose\.yaml(:\d+:\d+)/.exec(refused.stderr)?.[1] ?? ''),
    );
    expect(Object.values(await findAllNamed(engine, project.name)).flat()).toEqual([]);
    const json = await project.blockyard(['up', '--json']);
    expect(JSON.parse(json.stderr)).toMatchObject({
      code: 'trust-required',
      grants: [{ name: 'web: cap_add NET_ADMIN', kind: 'capability', service: 'web' }],
    });
    expect((await project.blockyard(['run', 'web', 'true'])).code).toBe(4);

    expect((await project.blockyard(['trust'])).stdout).toContain('Asked for, not given:\n  • web gets');
    expect((await project.blockyard(['trust', '--yes'])).code).toBe(0);
    const up = await project.blockyard(['up']);
    expect(up.code, up.stderr).toBe(0);

    await project.write({ 'compose.yaml': trusting.replace('NET_ADMIN', 'NET_ADMIN, SYS_PTRACE') });
    const grown = await project.blockyard(['up']);
    expect(grown.code).toBe(4);
    expect(grown.stderr).toContain('asks for more powers');
    expect(grown.stderr).toContain('SYS_PTRACE');
    expect(grown.stderr).not.toContain('NET_ADMIN');
    expect((await project.blockyard(['trust', 'revoke'])).code).toBe(0);
    expect((await project.blockyard(['up'])).stderr).toContain('NET_ADMIN');
  });

  it('doctor says what there is and what is wrong', async () => {
    await using project = await testProject(engine, { 'compose.yaml': trusting });
    const { code, stdout } = await project.blockyard(['doctor', '--json']);
    expect(code).toBe(0);
    const { findings } = JSON.parse(stdout);
    expect(findings).toContainEqual(
      expect.objectContaining({
        level: 'ok',
        topic: 'engine',
        what: expect.stringContaining('this one is used'),
      }),
    );
    for (const topic of ['node', 'git', 'clock', 'disk', 'credentials', 'keys', 'project'])
      expect(findings.map((it: { topic: string }) => it.topic)).toContain(topic);
    await project.write({ 'compose.yaml': 'services: { web: { imag: x } }' });
    expect((await project.blockyard(['doctor'])).code).toBe(1);
  });
});

describe('without an engine', () => {
  const run = async (args: string[], environment: Record<string, string> = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'bytest-none-'));
    try {
      return await blockyard(args, {
        cwd: folder,
        environment: {
          BLOCKYARD_HOME: join(folder, 'home'),
          DOCKER_HOST: 'unix:///nowhere/engine.sock',
          ...environment,
        },
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('the version is one line', async () => {
    const { version } = JSON.parse(
      (await import('node:fs')).readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('no project here is said with what to do', async () => {
    const { code, stderr } = await run(['up']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .+\n/);
    expect(stderr).toContain('→');
  });

  it('an engine that does not answer is exit code 3', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bytest-none-'));
    try {
      const file = join(folder, 'compose.yaml');
      (await import('node:fs')).writeFileSync(file, 'services: { web: { image: x } }');
      const ps = await run(['-f', file, 'ps']);
      expect(ps.code, ps.stderr).toBe(3);
      expect(ps.stderr).toContain('→');
      const chosen = await run(['-f', file, '-H', 'unix:///nowhere/other.sock', 'ps', '--json']);
      expect(chosen.code).toBe(3);
      expect(chosen.stderr).toContain('other.sock');
      expect((await run(['-f', file, 'doctor'])).code).toBe(3);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('mistakes on the command line are exit code 2, with a hint', async () => {
    expect(await run(['upp'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: "error: Unknown command 'upp'.\n  → Did you mean up?\n",
    });
    expect(await run(['up', '--biuld'])).toMatchObject({
      code: 2,
      stderr: "error: Unknown option '--biuld'.\n  → Did you mean --build?\n",
    });
    expect((await run(['exec', 'web'])).stderr).toContain(
      "missing required argument 'command'".replace('m', 'M'),
    );
    expect(JSON.parse((await run(['scale', 'web', '--json'])).stderr)).toMatchObject({ code: 'usage' });
    expect((await run(['up', '--pull', 'sometimes'])).code).toBe(2);
  });

  it('help is there for every command', async () => {
    const help = await run(['help']);
    expect(help.code).toBe(0);
    const verbs = [...help.stdout.matchAll(/^ {2}([a-z]+)(?:\|\w+)? (?:\[|<)/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(verbs.length).toBeGreaterThan(24);
    expect(await run([])).toMatchObject({ code: 2 });
    for (const verb of ['up', 'cp', 'trust', 'completion'])
      expect((await run([verb, '--help'])).stdout).toContain(`Usage: blockyard ${verb}`);
  });
});
