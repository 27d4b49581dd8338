import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeOnEachEngine, fixtureImage, type TestProject, testProject } from '../support/index.ts';

const compose = `
services:
  db:
    image: busybox
    command: sleep infinity
    init: true
  web:
    image: busybox
    command: httpd -f -p 80
    init: true
    depends_on: [db]
    ports: ["80"]
`;

/** What differs from run to run, taken out. */
function steady(text: string, project: TestProject): string {
  return text
    .replaceAll(project.name, 'shop')
    .replace(
      /Up (Less than a second|\d+ seconds?|About a minute)( {2,})?/g,
      (_, _time, gap) => `Up${gap ? '   ' : ''}`,
    )
    .replace(/\d{4,5}→/g, 'PORT→')
    .replace(/localhost:\d+/g, 'localhost:PORT')
    .replace(/ +\(\d[\dhms.]*s\)$/gm, '')
    .replace(/^(CONTAINER|SERVICE).*$/gm, (line) => line.replace(/ +/g, ' '));
}

/** The server is up a moment after its container. */
async function statusOf(url: string): Promise<number> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return answer.status;
    await delay(20);
  }
}

const sorted = (text: string) => text.trimEnd().split('\n').sort();

describeOnEachEngine('the stack by command', (engine) => {
  it('is planned, comes up, is listed, and goes down', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    const { name } = project;

    const plan = await project.blockyard(['plan']);
    expect(plan.code).toBe(0);
    expect(steady(plan.stdout, project)).toBe(
      [
        '+ create network shop_default   missing',
        '+ create container shop-db-1    missing',
        '▸ start container shop-db-1     missing',
        '+ create container shop-web-1   missing',
        '▸ start container shop-web-1    missing',
        '5 steps, 0 unchanged.',
        '',
      ]
        .join('\n')
        .replace(/ {3}(?=missing)/g, '   '),
    );

    const up = await project.blockyard(['up', '-d']);
    expect(up.code, up.stderr).toBe(0);
    const lines = sorted(steady(up.stderr, project));
    expect(lines).toContain('done    shop_default · created');
    expect(lines).toContain('done    shop-db-1 · started');
    expect(lines).toContain('done    shop-web-1 · started');
    expect(steady(up.stdout, project)).toMatch(
      /^SERVICE CONTAINER IMAGE STATE PORTS\ndb +shop-db-1 +\S*busybox\S* +● Up\s*\nweb +shop-web-1 +\S*busybox\S* +● Up +PORT→80\/tcp\n\nweb +http:\/\/localhost:PORT\n$/,
    );

    const ps = await project.blockyard(['ps', '--json']);
    const status = JSON.parse(ps.stdout);
    expect(status).toMatchObject({
      project: name,
      state: 'running',
      containers: [
        { service: 'db', number: 1, name: `${name}-db-1`, state: 'running', health: 'none', oneOff: false },
        {
          service: 'web',
          number: 1,
          name: `${name}-web-1`,
          image: 'busybox',
          ports: [{ target: 80, protocol: 'tcp' }],
        },
      ],
    });
    expect((await project.blockyard(['ps', '--services'])).stdout).toBe('db\nweb\n');
    expect((await project.blockyard(['ps', '-q', 'web'])).stdout).toBe(`${status.containers[1].id}\n`);

    const published = status.containers[1].ports[0].published;
    expect((await project.blockyard(['port', 'web', '80'])).stdout).toBe(`0.0.0.0:${published}\n`);
    expect(await statusOf(`http://127.0.0.1:${published}/`)).toBe(404);

    const again = await project.blockyard(['up', '--json']);
    expect(JSON.parse(again.stdout).plan.steps).toEqual([]);
    expect(again.stderr).toBe('');
    expect((await project.blockyard(['plan'])).stdout).toBe('Nothing to do: 3 pieces as they should be.\n');

    const down = await project.blockyard(['down', '-t', '0']);
    expect(down.code, down.stderr).toBe(0);
    expect(down.stdout).toBe('');
    const empty = await project.blockyard(['ps']);
    expect(empty).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'No containers: `blockyard up` starts the stack.\n',
    });
    expect((await project.blockyard(['down'])).stderr).toBe('Nothing to remove.\n');
  });

  it('shows the plan of a change, with its causes, without carrying it out', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    await project.blockyard(['up']);
    await project.write({ 'compose.yaml': compose.replace('-p 80', '-p 80 -v') });
    const dry = await project.blockyard(['up', '--dry-run']);
    expect(steady(dry.stdout, project)).toMatch(/^± recreate container shop-web-1 +.*command.*\n/m);
    const json = JSON.parse((await project.blockyard(['up', '--dry-run', '--json'])).stdout);
    expect(json.steps.map((step: { action: string }) => step.action)).toContain('recreate');
    expect(JSON.parse((await project.blockyard(['plan', '--json'])).stdout)).toEqual(json);
  });

  it('is stopped, started, restarted and scaled', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    await project.blockyard(['up']);
    const states = async () =>
      JSON.parse((await project.blockyard(['ps', '--json'])).stdout).containers.map(
        (it: { name: string; state: string }) => `${it.name.replace(project.name, 'shop')} ${it.state}`,
      );

    expect((await project.blockyard(['stop', '-t', '0', 'web'])).code).toBe(0);
    expect(await states()).toEqual(['shop-db-1 running', 'shop-web-1 exited']);
    expect((await project.blockyard(['start', 'web'])).code).toBe(0);
    expect(await states()).toEqual(['shop-db-1 running', 'shop-web-1 running']);

    const startedAt = async () =>
      (await engine.docker.getContainer(`${project.name}-db-1`).inspect()).State.StartedAt;
    const before = await startedAt();
    expect((await project.blockyard(['restart', '-t', '0', 'db'])).code).toBe(0);
    expect(await startedAt()).not.toBe(before);

    expect((await project.blockyard(['scale', 'web=2'])).code).toBe(0);
    expect(await states()).toEqual(['shop-db-1 running', 'shop-web-1 running', 'shop-web-2 running']);
    expect((await project.blockyard(['port', 'web', '80', '--index', '2'])).stdout).toMatch(
      /^0\.0\.0\.0:\d+\n$/,
    );
    expect((await project.blockyard(['scale', 'web=1'])).code).toBe(0);
    expect(await states()).toEqual(['shop-db-1 running', 'shop-web-1 running']);
  });

  it('tells its logs', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `
services:
  one: { image: busybox, command: sh -c 'echo first; echo second >&2' }
  two: { image: busybox, command: echo other }
`,
    });
    await project.blockyard(['up']);
    await project.blockyard(['wait', 'one', 'two']);
    const logs = await project.blockyard(['logs', 'one']);
    expect(logs.code, logs.stderr).toBe(0);
    expect(sorted(logs.stdout.replaceAll(project.name, 'shop'))).toEqual([
      'shop-one-1 | first',
      'shop-one-1 | second',
    ]);
    const { stdout } = await project.blockyard(['logs', '--no-log-prefix', '--grep', '^o']);
    expect(stdout).toBe('other\n');
    const lines = (await project.blockyard(['logs', '--json', 'two'])).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { kind: 'line', service: 'two', container: `${project.name}-two-1`, stream: 'stdout', text: 'other' },
    ]);
    const tail = await project.blockyard(['logs', '-t', '-n', '1', '--no-log-prefix', 'one']);
    expect(tail.stdout).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z (first|second)\n$/);
  });

  it('tells the logs of services that are not in the files any more', async () => {
    const both = `
services:
  one: { image: busybox, command: echo first }
  two: { image: busybox, command: echo other }
`;
    await using project = await testProject(engine, { 'compose.yaml': both });
    const { name } = project;
    expect(await project.blockyard(['logs'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: `No logs of ${name}: \`blockyard up\` starts the stack.\n`,
    });
    expect(await project.blockyard(['logs', '--json'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    await project.blockyard(['up']);
    await project.blockyard(['wait', 'one', 'two']);
    await project.write({ 'compose.yaml': both.replace(/ {2}two.*\n/, '') });
    expect((await project.blockyard(['ps', 'two'])).stdout).toContain('two (orphan)');
    expect((await project.blockyard(['logs', 'two'])).stdout).toBe(`${name}-two-1 | other\n`);

    expect((await project.blockyard(['down', '--remove-orphans'])).code).toBe(0);
    expect((await project.blockyard(['logs', 'two'])).stdout).toBe(`${name}-two-1 | other\n`);
    expect(sorted((await project.blockyard(['logs', '--no-log-prefix'])).stdout)).toEqual(['first', 'other']);
    expect(await project.blockyard(['logs', '--grep', 'nobody said this'])).toMatchObject({
      code: 0,
      stderr: 'No lines.\n',
    });
    for (const verb of ['logs', 'ps'])
      expect((await project.blockyard([verb, 'three'])).stderr).toBe(
        `error: The project ${name} has no service three.\n  → It has: one${verb === 'logs' ? ', two' : ''}.\n`,
      );
    expect(JSON.parse((await project.blockyard(['ps', '--json'])).stdout)).toEqual({
      project: name,
      state: 'absent',
      containers: [],
    });
  });

  it('comes up and is watched, and goes on when the watch ends', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `
services:
  web:
    image: busybox
    command: sleep infinity
    init: true
    stop_grace_period: 0s
    develop: { watch: [{ path: ./page, action: sync, target: /page }] }
`,
      'page/index.html': 'one',
    });
    await using up = project.start(['up', '--watch']);
    await up.waitFor(/Watching .*page for web\. Ctrl-C ends it\./);
    await project.write({ 'page/index.html': 'two' });
    await up.waitFor(/web: synced/);
    expect((await project.blockyard(['exec', 'web', 'cat', '/page/index.html'])).stdout).toBe('two');
    up.kill('SIGINT');
    const { code, stdout, stderr } = await up.result;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^SERVICE[\s\S]*web-1[\s\S]*Watching/);
    expect(stderr).toContain('The stack goes on running; `blockyard watch` goes on watching.');
    expect(JSON.parse((await project.blockyard(['ps', '--json'])).stdout).state).toBe('running');
  });

  it('says at its end where it is, which ports are others, and what to ask next', async () => {
    await using blocker = await testProject(engine, { 'compose.yaml': compose }, 'blocker');
    await blocker.blockyard(['up']);
    const taken = (await blocker.blockyard(['port', 'web', '80'])).stdout.trim().split(':')[1] ?? '';
    await using project = await testProject(engine, {
      'compose.yaml': compose.replace('"80"', `"${taken}:80"`),
    });
    const up = await project.blockyard(['up', '--free-ports']);
    expect(up.code, up.stderr).toBe(0);
    const [, published] = /\nweb +http:\/\/localhost:(\d+)\n$/.exec(up.stdout) ?? [];
    expect(published).toMatch(/^\d+$/);
    expect(up.stderr.trimEnd().split('\n').slice(-3)).toEqual([
      `! web: port ${taken} is held by container ${blocker.name}-web-1 of project ${blocker.name}; published as ${published} instead.`,
      '`blockyard logs -f` follows what they write; `blockyard down` takes it down.',
      'guardrails: 5 warn (`blockyard lint`)',
    ]);
  });

  it('says last what to do when a service does not come up', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `
services:
  bad: { image: busybox, command: sh -c 'echo no such luck; exit 3' }
  good: { image: busybox, command: sleep infinity, init: true, stop_grace_period: 0s }
`,
    });
    const { code, stderr } = await project.blockyard(['up', '--wait']);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `error: ${project.name}-bad-1 exited with code 3. It last said:\n  no such luck\n`,
    );
    expect(stderr).toMatch(
      /\n {2}→ See `blockyard logs bad` for all of its output, and check its command\.\n$/,
    );
  });

  it('takes its images by the map of the settings, and by the variable before that', async () => {
    await using project = await testProject(engine, {
      'compose.yaml':
        'services: { web: { image: "nowhere.example/web:1", command: sleep infinity, init: true, stop_grace_period: 0s } }',
      'map.json': '{"nowhere.example/*": "debian:12-slim"}',
    });
    const run = (args: string[], map?: string) =>
      project.blockyard(args, { environment: { BLOCKYARD_IMAGE_MAP: map } });
    const imageOf = async () =>
      (await engine.docker.getContainer(`${project.name}-web-1`).inspect()).Config.Image;

    expect((await run(['settings', 'set', 'image-map', './none.json'])).code).not.toBe(0);
    expect((await run(['settings', 'set', 'image-map', './map.json'])).stderr).toBe(
      `image-map: ${project.folder}/map.json\n`,
    );
    const up = await run(['up']);
    expect(up.code, up.stderr).toBe(0);
    expect(await imageOf()).toBe('debian:12-slim');
    expect(JSON.parse((await run(['config', '--json'])).stdout).services.web.image).toBe(
      'nowhere.example/web:1',
    );

    const other = fixtureImage('busybox');
    const again = await run(['up', '--force-recreate'], JSON.stringify({ 'nowhere.example/web:*': other }));
    expect(again.code, again.stderr).toBe(0);
    expect(await imageOf()).toBe(other);

    expect((await run(['settings', 'reset', 'image-map'])).code).toBe(0);
    const without = await run(['up', '--force-recreate', '--pull', 'never']);
    expect(without.code).toBe(1);
    expect(without.stderr).toContain('nowhere.example/web:1');
  });

  it('is waited for, with the exit code of its command', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `services: { job: { image: busybox, command: sh -c 'exit 3' } }`,
    });
    await project.blockyard(['up']);
    expect(await project.blockyard(['wait', 'job'])).toMatchObject({
      code: 3,
      stdout: `${project.name}-job-1 exited with code 3\n`,
    });
  });

  it('shows what it uses and what happens to it', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    await project.blockyard(['up']);
    const stats = await project.blockyard(['stats', '--no-stream', '--json']);
    const samples = stats.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(samples.map((it) => it.service).sort()).toEqual(['db', 'web']);
    expect(samples.every((it) => it.memoryUsed > 0 && it.processes > 0)).toBe(true);

    await using events = project.start(['events', '--json', '--since', '1m', 'web']);
    await events.waitFor(/"action":"start"/);
    await project.blockyard(['stop', '-t', '0', 'web']);
    await events.waitFor(/"action":"die"/);
    events.kill('SIGTERM');
    expect((await events.result).code).toBe(130);
  });

  it('keeps its tasks, with how they ended', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    await project.blockyard(['up']);
    await project.blockyard(['down', '-t', '0']);
    const tasks = JSON.parse((await project.blockyard(['tasks', '--json'])).stdout);
    expect(tasks).toMatchObject([
      { kind: 'down', project: project.name, state: 'done', owner: { via: 'cli' } },
      { kind: 'up', project: project.name, state: 'done' },
    ]);
  });
});
