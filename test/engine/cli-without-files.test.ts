import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { describeOnEachEngine, findAllNamed, type TestProject, testProject } from '../support/index.ts';

const compose = `
services:
  db:
    image: busybox
    command: sh -c 'echo db is here; touch /tmp/ready; exec sleep infinity'
    init: true
    stop_grace_period: 0s
    healthcheck: { test: test -e /tmp/ready, interval: 1s }
    volumes: ["data:/data"]
  web:
    image: busybox
    command: sh -c 'while true; do echo tick; sleep 0.2; done'
    init: true
    stop_grace_period: 0s
    depends_on: { db: { condition: service_healthy, restart: true } }
    ports: ["80"]
volumes: { data: {} }
`;

/** Runs the command where no Compose file is in sight, with the project's name. */
async function elsewhere(project: TestProject) {
  const folder = path.join(project.home, 'elsewhere');
  await mkdir(folder, { recursive: true });
  return {
    folder,
    run: (args: string[], options = {}) =>
      project.blockyard(['-p', project.name, ...args], { cwd: folder, ...options }),
    start: (args: string[]) => project.start(['-p', project.name, ...args], { cwd: folder }),
  };
}

async function startedAt(project: TestProject, service: string): Promise<string> {
  const { docker } = project.engine;
  return (await docker.getContainer(`${project.name}-${service}-1`).inspect()).State.StartedAt;
}

describeOnEachEngine('a project whose files are not in sight', (engine) => {
  it('is looked at', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    const { name } = project;
    const up = await project.blockyard(['up']);
    expect(up.code, up.stderr).toBe(0);
    const { run, start, folder } = await elsewhere(project);

    const ps = await run(['ps', '--json']);
    const steady = (text: string) => text.replace(/"(status|health)": ".*"/g, '"$1": …');
    expect(steady(ps.stdout)).toBe(steady((await project.blockyard(['ps', '--json'])).stdout));
    expect(JSON.parse(ps.stdout)).toMatchObject({
      project: name,
      state: 'running',
      containers: [
        { service: 'db', orphan: false },
        { service: 'web', orphan: false },
      ],
    });
    const byVariable = await project.blockyard(['ps', '--services'], {
      cwd: folder,
      environment: { COMPOSE_PROJECT_NAME: name },
    });
    expect(byVariable.stdout).toBe('db\nweb\n');
    expect((await run(['logs', '--no-log-prefix', 'db'])).stdout).toBe('db is here\n');
    expect((await run(['port', 'web', '80'])).stdout).toMatch(/^0\.0\.0\.0:\d+\n$/);
    expect((await run(['exec', 'web', 'echo', 'inside'])).stdout).toBe('inside\n');
    expect((await run(['cp', 'db:/tmp/ready', '.'])).code).toBe(0);
    expect((await run(['stats', '--no-stream', '--json', 'web'])).stdout).toContain('"service":"web"');
    const unknown = await run(['exec', 'wen', 'true']);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('It has: db, web.') });

    await using events = start(['events', '--json', '--since', '1m']);
    await events.waitFor(/"action":"start"/);
    await using attached = start(['attach', '--no-stdin', 'web']);
    await attached.waitFor(/tick/);
    await using waiting = start(['wait', 'web']);
    const stopped = await run(['stop', 'web']);
    expect(stopped.code, stopped.stderr).toBe(0);
    expect((await waiting.result).stdout).toMatch(/web-1 exited with code \d+\n/);
    await attached.result;
  });

  it('is stopped, started in its order, restarted with what hangs on it, and taken down', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    await using other = await testProject(engine, { 'compose.yaml': compose }, 'other');
    for (const each of [project, other]) {
      const up = await each.blockyard(['up']);
      expect(up.code, up.stderr).toBe(0);
    }
    const { run } = await elsewhere(project);
    const ids = (await project.blockyard(['ps', '-q'])).stdout;

    expect((await run(['stop'])).code).toBe(0);
    expect(JSON.parse((await run(['ps', '--json'])).stdout).state).toBe('stopped');
    const started = await run(['start']);
    expect(started.code, started.stderr).toBe(0);
    expect(started.stderr).toMatch(/db-1 · started[\s\S]*web-1 · started/);
    // The same containers, as they were.
    expect((await run(['ps', '-q'])).stdout).toBe(ids);

    const before = await startedAt(project, 'web');
    expect((await run(['restart', 'db'])).code).toBe(0);
    expect(await startedAt(project, 'web')).not.toBe(before);
    // What was done without the files is nothing that the files would change.
    expect((await project.blockyard(['plan'])).stdout).toMatch(/^Nothing to do/);

    // Also when the folder is gone.
    await rm(project.folder, { recursive: true });
    const down = await run(['down', '--volumes', '--json']);
    expect(down.code, down.stderr).toBe(0);
    const order = JSON.parse(down.stdout).steps.map((step: { target: { name: string } }) => step.target.name);
    expect(order).toEqual(
      ['db-1', 'web-1']
        .map((it) => `${project.name}-${it}`)
        .concat(`${project.name}_default`, `${project.name}_data`),
    );
    const [first] = JSON.parse(down.stdout).steps;
    expect(first.after).toEqual([`container:${project.name}-web-1:remove`]);
    expect(Object.values(await findAllNamed(engine, project.name)).flat()).toEqual([]);
    expect(JSON.parse((await other.blockyard(['ps', '--json'])).stdout).state).toBe('running');

    // Its logs are still there; of the rest there is nothing, which is no error.
    expect((await run(['logs', '--no-log-prefix', 'db'])).stdout).toContain('db is here\n');
    expect(await run(['down'])).toMatchObject({ code: 0, stderr: 'Nothing to remove.\n' });
    expect(await run(['ps'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: `No containers of ${project.name} on this engine: \`blockyard ls\` shows which projects it knows.\n`,
    });
  });

  it('made by Compose is known as well', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    const labels = (service: string, dependsOn: string) => ({
      'com.docker.compose.project': project.name,
      'com.docker.compose.service': service,
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.container-number': '1',
      'com.docker.compose.depends_on': dependsOn,
    });
    for (const [service, dependsOn] of [
      ['a', 'b:service_started:false'],
      ['b', ''],
      // Left from older files, where it was the other way round.
      ['c', 'd'],
      ['d', 'c:service_started:true'],
    ] as const)
      await engine.docker.createContainer({
        name: `${project.name}-${service}-1`,
        Image: 'debian:12-slim',
        Cmd: ['sleep', 'infinity'],
        Labels: labels(service, dependsOn),
        HostConfig: { Init: true },
      });
    const { run } = await elsewhere(project);
    const started = await run(['start', '--json']);
    expect(started.code, started.stderr).toBe(0);
    expect(JSON.parse(started.stdout).state).toBe('running');
    expect((await run(['down', '-t', '0'])).code).toBe(0);
    expect((await findAllNamed(engine, project.name)).containers).toEqual([]);
  });

  it('is not brought up: what does as the files say wants them, and says where they were', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    const { run } = await elsewhere(project);
    for (const verb of ['up', 'config', 'build', 'plan', 'watch', 'trust'])
      expect(await run([verb])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: `error: \`${verb}\` needs the Compose file of ${project.name}: there is none here or above.\n  → Go to the project's folder, or name the file with --file.\n`,
      });
    await project.blockyard(['up']);
    const file = path.join(project.folder, 'compose.yaml');
    expect(JSON.parse((await run(['run', '--json', 'web', 'true'])).stderr)).toMatchObject({
      code: 'project-not-found',
      remedy: `It was brought up from files that are still there: \`blockyard -f ${file} -p ${project.name} run\`.`,
    });
    expect((await project.blockyard(['-p', '../x', 'ps'], { cwd: project.home })).code).toBe(2);
  });

  it('is listed among all that the engine knows', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    const { run } = await elsewhere(project);
    await project.blockyard(['up']);
    await project.blockyard(['stop', 'web']);
    const listed = JSON.parse((await run(['ls', '--json'])).stdout);
    expect(listed.find((it: { name: string }) => it.name === project.name)).toEqual({
      name: project.name,
      state: 'partial',
      containers: 2,
      running: 1,
      folder: project.folder,
      files: [path.join(project.folder, 'compose.yaml')],
    });
    const row = new RegExp(`^${project.name} +partial +1 of 2 running +${project.folder}$`, 'm');
    expect((await run(['ls'])).stdout).toMatch(row);
    expect((await run(['ls', '-q'])).stdout.split('\n')).toContain(project.name);
  });
});
