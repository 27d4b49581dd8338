import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blockyard, describeOnEachEngine, findAllNamed, testProject } from '../support/index.ts';

const compose = `
services:
  web:
    image: busybox
    command: sleep infinity
    init: true
    stop_grace_period: 0s
    environment: { FROM: file }
`;

describeOnEachEngine('inside of a container', (engine) => {
  it('exec runs a command: its output, its exit code, its input, its surroundings', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    await project.blockyard(['up']);
    const exec = (args: string[], input?: string) =>
      project.blockyard(['exec', ...args], input === undefined ? {} : { input });

    expect(await exec(['web', 'sh', '-c', 'echo out; echo err >&2; exit 7'])).toMatchObject({
      code: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    });
    expect(await exec(['-T', 'web', 'cat'], 'typed\n')).toMatchObject({ code: 0, stdout: 'typed\n' });
    const around = await exec([
      '-e',
      'A=1',
      '-u',
      'nobody',
      '-w',
      '/tmp',
      'web',
      'sh',
      '-c',
      'echo $A $FROM; id -un; pwd',
    ]);
    expect(around.stdout).toBe('1 file\nnobody\n/tmp\n');
    // What comes after the service belongs to the command.
    expect((await exec(['web', 'echo', '--json', '-f', 'x'])).stdout).toBe('--json -f x\n');
    expect((await exec(['web', 'no-such-command'])).code).toBeGreaterThan(0);
  });

  it('exec leaves a command running in the background, and says when it cannot start', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    await project.blockyard(['up']);
    const script =
      'echo $A; mkfifo /tmp/done; echo first > /tmp/said; read word < /tmp/done; echo $word >> /tmp/said';
    expect(await project.blockyard(['exec', '-d', '-e', 'A=1', 'web', 'sh', '-c', script])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
    const finish =
      'until test -s /tmp/said; do sleep 0.05; done; echo second > /tmp/done; until grep second /tmp/said; do sleep 0.05; done';
    expect((await project.blockyard(['exec', 'web', 'sh', '-c', finish])).stdout).toBe('second\n');
    const missing = await project.blockyard(['exec', '-d', 'web', 'no-such-command']);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('no-such-command');
  });

  it('exec carries bytes as they are, also many', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    await project.blockyard(['up']);
    const text = 'line of a few bytes\n'.repeat(200_000);
    const { stdout } = await project.blockyard(['exec', 'web', 'cat'], { input: text });
    expect(stdout === text).toBe(true);
  });

  it('run makes a container of its own, starts what it needs, and gives its exit code', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `${compose}
  job:
    image: busybox
    command: echo the own command
    depends_on: [web]
    container_name: ${'$'}{COMPOSE_PROJECT_NAME}-fixed
    secrets: [token]
    volumes: ["data:/data"]
    ports: ["80"]
secrets: { token: { file: ./token } }
volumes: { data: {} }
`,
      token: 'secret!',
    });
    const first = await project.blockyard(['run', '--rm', 'job']);
    expect(first, first.stderr).toMatchObject({ code: 0, stdout: 'the own command\n' });
    const script = 'cat /run/secrets/token; echo " $A"; test -d /data && exit 5';
    const second = await project.blockyard(['run', '--rm', '-e', 'A=1', 'job', 'sh', '-c', script]);
    expect(second, second.stderr).toMatchObject({ code: 5, stdout: 'secret! 1\n' });

    const ps = JSON.parse((await project.blockyard(['ps', '-a', '--json'])).stdout);
    expect(ps.containers).toMatchObject([{ service: 'web', state: 'running', oneOff: false }]);

    const kept = await project.blockyard(
      ['run', '--no-deps', '--name', `${project.name}-kept`, '-T', 'job', 'cat'],
      {
        input: 'typed',
      },
    );
    expect(kept).toMatchObject({ code: 0, stdout: 'typed' });
    const all = JSON.parse((await project.blockyard(['ps', '-a', '--json'])).stdout);
    expect(all.containers).toContainEqual(
      expect.objectContaining({ name: `${project.name}-kept`, oneOff: true, state: 'exited' }),
    );
    expect((await project.blockyard(['down', '-v'])).code).toBe(0);
    expect(Object.values(await findAllNamed(engine, project.name)).flat()).toEqual([]);
  });

  it('run takes mounts, ports, a user, a folder and another entrypoint', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose, 'in.txt': 'read me' });
    const { code, stdout, stderr } = await project.blockyard([
      ...[
        'run',
        '--rm',
        '--no-deps',
        '-v',
        './in.txt:/in.txt:ro',
        '-p',
        '127.0.0.1::80',
        '-u',
        'nobody',
        '-w',
        '/tmp',
      ],
      ...['--entrypoint', 'sh -c', 'web', 'cat /in.txt; id -un; pwd; touch /in.txt'],
    ]);
    expect(stdout, stderr).toBe('read menobody\n/tmp\n');
    expect(code).toBe(1);

    const detached = await project.blockyard([
      'run',
      '-d',
      '-p',
      '127.0.0.1::80',
      'web',
      'httpd',
      '-f',
      '-p',
      '80',
    ]);
    const { HostPort } =
      (await engine.docker.getContainer(detached.stdout.trim()).inspect()).NetworkSettings.Ports[
        '80/tcp'
      ]?.[0] ?? {};
    expect(HostPort).toMatch(/^\d+$/);
  });

  it('attach shows what the own process of a container writes, and passes input on', async () => {
    await using project = await testProject(engine, {
      'compose.yaml':
        'services: { web: { image: busybox, command: sh -c "read word; echo got $$word; exit 4", stdin_open: true } }',
    });
    await project.blockyard(['up']);
    expect(await project.blockyard(['attach', 'web'], { input: 'hello\n' })).toMatchObject({
      code: 4,
      stdout: 'got hello\n',
    });
  });

  it('cp copies both ways, by the rules of docker cp', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': compose,
      'file.txt': 'file',
      'folder/sub/deep.txt': 'deep',
    });
    const { folder } = project;
    symlinkSync('sub/deep.txt', join(folder, 'folder', 'link'));
    await project.blockyard(['up']);
    const cp = async (...args: string[]) => {
      const { code, stderr } = await project.blockyard(['cp', ...args]);
      expect(code, stderr).toBe(0);
    };
    const inContainer = async (command: string) =>
      (await project.blockyard(['exec', 'web', 'sh', '-c', command])).stdout;

    await cp('file.txt', 'web:/tmp');
    await cp('file.txt', 'web:/tmp/renamed.txt');
    await cp('folder', 'web:/tmp');
    await cp('folder', 'web:/tmp/other');
    await cp('folder/.', 'web:/tmp/contents');
    await cp('-L', 'folder/link', 'web:/tmp/followed');
    expect(
      await inContainer(
        'cd /tmp; find . ! -type d | sort; cat renamed.txt other/link followed; stat -c %u file.txt',
      ),
    ).toBe(
      [
        './contents/link',
        './contents/sub/deep.txt',
        './file.txt',
        './folder/link',
        './folder/sub/deep.txt',
        './followed',
        './other/link',
        './other/sub/deep.txt',
        './renamed.txt',
        'filedeepdeep0',
        '',
      ].join('\n'),
    );

    mkdirSync(join(folder, 'out'));
    await cp('web:/tmp/folder', 'out');
    await cp('web:/tmp/folder/.', 'contents');
    await cp('web:/tmp/renamed.txt', 'out/back.txt');
    await cp('-L', 'web:/tmp/folder/link', 'followed');
    const read = (path: string) => readFileSync(join(folder, path), 'utf8');
    expect(read('out/folder/sub/deep.txt')).toBe('deep');
    expect(readlinkSync(join(folder, 'out/folder/link'))).toBe('sub/deep.txt');
    expect(read('contents/sub/deep.txt')).toBe('deep');
    expect(read('out/back.txt')).toBe('file');
    expect(lstatSync(join(folder, 'followed')).isFile()).toBe(true);
  });

  it('cp speaks tar on standard input and output', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose, 'in/a.txt': 'a' });
    await project.blockyard(['up']);
    const tar = execFileSync('tar', ['-c', '-C', project.folder, 'in'], { encoding: 'latin1' });
    const put = await project.blockyard(['cp', '-', 'web:/tmp'], { input: tar });
    expect(put.code, put.stderr).toBe(0);
    const { stdout } = await project.blockyard(['cp', 'web:/tmp/in', '-']);
    expect(execFileSync('tar', ['-t'], { input: stdout, encoding: 'utf8' })).toBe('in/\nin/a.txt\n');
  });

  it('cp never writes outside of where it was told to, whatever the container holds', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose, 'victim/safe.txt': 'safe' });
    await project.blockyard(['up']);
    // A folder that is a link out, and in its place a folder with a file: what a hostile process swaps meanwhile.
    await project.blockyard([
      'exec',
      'web',
      'sh',
      '-c',
      `mkdir -p /evil; ln -s ${project.folder}/victim /evil/out`,
    ]);
    const { code } = await project.blockyard(['cp', 'web:/evil', 'copy']);
    expect(code).toBe(0);
    expect(readlinkSync(join(project.folder, 'copy/out'))).toBe(`${project.folder}/victim`);
    await project.blockyard([
      'exec',
      'web',
      'sh',
      '-c',
      'rm /evil/out; mkdir /evil/out; echo bad > /evil/out/safe.txt',
    ]);
    const swapped = await project.blockyard(['cp', 'web:/evil/.', 'copy']);
    expect(readFileSync(join(project.folder, 'victim/safe.txt'), 'utf8')).toBe('safe');
    expect(swapped.code).toBe(0);
    expect(readFileSync(join(project.folder, 'copy/out/safe.txt'), 'utf8')).toBe('bad\n');
  });

  it('mistakes are told with their remedy', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose, 'file.txt': '' });
    await project.blockyard(['up']);
    const run = (...args: string[]) =>
      blockyard(args, { cwd: project.folder, environment: project.environment });
    expect(await run('exec', 'wen', 'ls')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        `error: The project ${project.name} has no service wen.\n  → It has: web.\n`,
      ),
    });
    expect(await run('cp', 'web:/nothing', '.')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`There is no /nothing in ${project.name}-web-1.`),
    });
    expect((await run('cp', 'file.txt', 'web:/no/such/folder/')).stderr).toContain('There is no folder');
    expect((await run('cp', 'nothing', 'web:/')).stderr).toContain('There is no nothing on this machine.');
    expect(await run('cp', 'web:/a', 'web:/b')).toMatchObject({ code: 2 });
    expect(await run('port', 'web', '80')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('publishes no port'),
    });
    await run('stop', '-t', '0');
    const stopped = await run('exec', 'web', 'ls', '--json');
    expect(stopped).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No container of web is running.'),
    });
    const json = await run('--json', 'exec', 'web', 'ls');
    expect(JSON.parse(json.stderr)).toEqual({
      code: 'not-ready',
      message: 'No container of web is running.',
      remedy: 'Bring it up with `blockyard up web`; `blockyard ps` shows what there is.',
    });
  });
});
