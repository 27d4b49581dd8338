import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BuildProgress, BuildRequest } from '../../src/core/engine/index.ts';
import { buildBench, describeOnEachEngine, temporaryFolder, uniqueName } from '../support/index.ts';

const base = 'debian:12-slim';

describeOnEachEngine('build', (engine) => {
  const builds = buildBench(engine);
  const { name, connect, build, fileOf, outputOf } = builds;

  it('tags the image, with arguments, target and labels', async () => {
    const { id, progress } = await build(
      {
        Dockerfile: [
          `FROM ${base} AS first`,
          'ARG GREETING=none',
          'RUN echo "$GREETING" > /greeting',
          'FROM first AS second',
          'RUN echo never > /greeting',
        ].join('\n'),
      },
      {
        args: { GREETING: name },
        target: 'first',
        labels: { 'dev.bytest': 'yes' },
        tags: [name, `${name}:two`],
      },
    );
    const image = await builds.connected.images.inspect(name);
    expect(image?.Id).toBe(id);
    expect(image?.RepoTags?.toSorted()).toEqual([`${name}:latest`, `${name}:two`]);
    expect(image?.Config.Labels).toEqual({ 'dev.bytest': 'yes' });
    expect(await fileOf('/greeting')).toBe(`${name}\n`);
    const steps = progress.filter((step) => step.kind === 'step');
    expect(steps).toContainEqual(
      expect.objectContaining({ title: expect.stringMatching(/^\[first 2\/2\] RUN echo/), state: 'done' }),
    );
    expect(steps.some(({ title }) => title.includes('never'))).toBe(false);
  });

  it('does nothing twice, and says that steps came from the cache', async () => {
    await using folder = await temporaryFolder({
      Dockerfile: `FROM ${base}\nCOPY a /a\nRUN cat /a > /b\n`,
      a: 'a',
    });
    const first = await builds.connected.images.build({ context: folder.path, tags: [name] });
    const progress: BuildProgress[] = [];
    const again = await builds.connected.images.build({
      context: folder.path,
      tags: [name],
      onProgress: (step) => progress.push(step),
    });
    expect(again).toBe(first);
    expect(progress).toContainEqual(
      expect.objectContaining({ title: '[3/3] RUN cat /a > /b', state: 'cached' }),
    );
    // A change is seen even when size and time stay the same.
    await writeFile(join(folder.path, 'Dockerfile'), `FROM ${base}\nCOPY a /a\nRUN cat /a > /c\n`);
    expect(await builds.connected.images.build({ context: folder.path, tags: [name] })).not.toBe(first);
  });

  it('sends links, modes and names as they are', async () => {
    await using folder = await temporaryFolder({
      Dockerfile: `FROM ${base}\nCOPY . /x\n`,
      'dir with space/é, ü': 'umlaut',
      run: '#!/bin/sh\necho ran',
      'big/file': 'x'.repeat(3_000_000),
    });
    await chmod(join(folder.path, 'run'), 0o755);
    await symlink('dir with space/é, ü', join(folder.path, 'link'));
    await symlink('/etc/absent', join(folder.path, 'dangling'));
    await mkdir(join(folder.path, 'empty'));
    await builds.connected.images.build({ context: folder.path, tags: [name] });
    expect(
      await outputOf(
        'sh',
        '-c',
        'cd /x && cat link && ./run && readlink link dangling && wc -c < big/file && ls -A empty && stat -c "%a %u" run',
      ),
    ).toBe('umlautran\ndir with space/é, ü\n/etc/absent\n3000000\n755 0');
  });

  it('honours .dockerignore with exceptions, and the one of the Dockerfile before it', async () => {
    const files = {
      Dockerfile: `FROM ${base}\nCOPY . /x\n`,
      'Other.dockerfile': `FROM ${base}\nCOPY . /x\n`,
      'Other.dockerfile.dockerignore': '*\n!only\n',
      '.dockerignore':
        '# comment\n**/*.log\nnode_modules\n!node_modules/keep\nDockerfile\n.dockerignore\nOther*\nonly\n',
      'a.log': '',
      'deep/b.log': '',
      'deep/c.txt': '',
      'node_modules/lose/x': '',
      'node_modules/keep/y': '',
      only: '',
    };
    await build(files);
    const found = ['sh', '-c', 'cd /x && find . -type f | sort'];
    expect(await outputOf(...found)).toBe('./deep/c.txt\n./node_modules/keep/y');
    await build(files, { dockerfile: 'Other.dockerfile' });
    expect(await outputOf(...found)).toBe('./only');
  });

  it('takes the Dockerfile from outside of the context, or inline', async () => {
    await using elsewhere = await temporaryFolder({ 'My.Dockerfile': `FROM ${base}\nCOPY . /x\n` });
    await build({ a: 'A' }, { dockerfile: join(elsewhere.path, 'My.Dockerfile') });
    expect(await outputOf('ls', '-A', '/x')).toBe('a');
    await build({ a: 'A', Dockerfile: 'FROM nothing' }, { dockerfileInline: `FROM ${base}\nCOPY a /y/\n` });
    expect(await outputOf('ls', '-A', '/y')).toBe('a');
  });

  it('passes on what the engine can set, and says what it can not', async () => {
    const facts =
      '(getent hosts db.bytest; ls /sys/class/net; df -k /dev/shm; ulimit -n; ulimit -Hn) > /facts';
    const { progress } = await build(
      { Dockerfile: `FROM ${base}\nRUN ${facts}\n` },
      {
        extraHosts: ['db.bytest:10.1.2.3'],
        network: 'none',
        shmSize: 128 * 1024 * 1024,
        ulimits: [{ Name: 'nofile', Soft: 1234, Hard: 2345 }],
        noCache: true,
      },
    );
    const found = await fileOf('/facts');
    expect(found).toMatch(/10\.1\.2\.3\s+db\.bytest/);
    expect(found).toMatch(/^lo$/m);
    expect(found).not.toContain('eth0');
    const warnings = progress.flatMap((step) => (step.kind === 'warning' ? step.text : []));
    if (builds.connected.atLeast('1.42')) {
      expect(found).toMatch(/ 131072 .*\n1234\n2345\n$/s);
      expect(warnings).toEqual([]);
    } else
      expect(warnings).toEqual([
        expect.stringMatching(/^`build\.shm_size` is passed over/),
        expect.stringMatching(/^`build\.ulimits` is passed over/),
      ]);
  });

  it('that fails names the step, its line and its last output', async () => {
    await using folder = await temporaryFolder({
      Dockerfile: `FROM ${base} AS one\nENV A=b\nRUN true\nFROM one\n\nRUN echo to stdout; \\\n  echo to stderr >&2; exit 7\n`,
    });
    const error = await builds.connected.images
      .build({ context: folder.path, tags: [name] })
      .catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: 'build-failed',
      message: expect.stringMatching(/failed at \[stage-1 1\/1\] RUN echo to stdout;.*exit code: 7\.\n/s),
      where: { file: join(folder.path, 'Dockerfile'), line: 6 },
      output: expect.arrayContaining(['to stdout', 'to stderr']),
    });
    await expect(builds.connected.images.inspect(name)).resolves.toBeUndefined();
  });

  it.each([
    ['an unknown instruction', `FROM ${base}\n\nRUNN x\n`, { line: 3 }, /unknown instruction: RUNN/],
    ['a file that is not there', `FROM ${base}\nCOPY absent /\n`, { line: 2 }, /absent": not found/],
  ])('with %s points at its line', async (_, Dockerfile, where, message) => {
    await expect(build({ Dockerfile })).rejects.toMatchObject({
      code: 'build-failed',
      where,
      message: expect.stringMatching(message),
    });
  });

  it('without a Dockerfile or a context says which is missing', async () => {
    await expect(build({ a: '' })).rejects.toMatchObject({
      code: 'file-not-found',
      where: { file: expect.stringMatching(/\/Dockerfile$/) },
    });
    await expect(
      builds.connected.images.build({ context: '/nonexistent/context', tags: [name] }),
    ).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringContaining('/nonexistent/context'),
    });
  });

  it.each([
    ['', {}],
    [" through BuildKit's own API", { additionalContexts: { other: `docker-image://${base}` } }],
  ])('that is cancelled%s stops the work of the engine', async (_, request) => {
    const marker = uniqueName('sleeper');
    const abort = new AbortController();
    await using folder = await temporaryFolder({
      Dockerfile: `FROM ${base}\nRUN echo ${marker}; exec sleep 600\n`,
    });
    const building = builds.connected.images.build(
      {
        context: folder.path,
        tags: [name],
        ...request,
        onProgress: (progress) => {
          if (progress.kind === 'output' && progress.text === marker) abort.abort();
        },
      },
      { signal: abort.signal },
    );
    await expect(building).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    // The engine keeps a record of a step's result while, and only while, it works on it.
    await expect.poll(() => recordsOf(marker), { timeout: 20_000, interval: 100 }).toEqual([]);
  });
  const recordsOf = async (marker: string): Promise<unknown[]> => {
    const { BuildCache } = (await engine.docker.df()) as {
      BuildCache: { Description: string; InUse: boolean }[] | null;
    };
    return (BuildCache ?? []).filter(({ Description, InUse }) => InUse && Description.includes(marker));
  };

  it('says what the API can not do, by its name', async () => {
    const files = { Dockerfile: `FROM ${base}\n` };
    for (const [request, message] of [
      [{ privileged: true }, /build\.privileged/],
      [{ network: 'mine' }, /build\.network/],
    ] as const)
      await expect(build(files, request as Partial<BuildRequest>)).rejects.toMatchObject({
        code: 'compose-unsupported',
        message: expect.stringMatching(message),
        remedy: expect.any(String),
      });
    const { progress } = await build(files, {
      cacheFrom: ['type=local,src=/x', `type=registry,ref=${base}`],
      cacheTo: ['type=local,dest=/x'],
      platforms: ['linux/amd64', 'linux/arm64'],
    });
    expect(
      progress.filter(({ kind }) => kind === 'warning').map((warning) => 'text' in warning && warning.text),
    ).toEqual([
      "of `platforms: linux/amd64, linux/arm64` the engine's own is built: it keeps one under a name.",
      "`cache_from: type=local,src=/x` is passed over: this engine can't read a cache of that kind.",
      "`cache_to: type=local,dest=/x` is passed over: this engine can't write a cache of that kind.",
    ]);
  });

  describe('with the classic builder', () => {
    const files = {
      Dockerfile: `FROM bytest/public:1\nCOPY . /x\nARG WORD\nRUN echo "say $WORD"; echo "$WORD" > /word\n`,
      '.dockerignore': 'lose\nDockerfile\n.dockerignore\n',
      lose: '',
      'keep/a': '',
    };
    const classic = () =>
      connect({ DOCKER_BUILDKIT: '0', BLOCKYARD_IMAGE_MAP: JSON.stringify({ 'bytest/public:*': base }) });

    it('comes to the same image, and tells the same', async () => {
      const on = await classic();
      const { id, progress } = await build(files, { args: { WORD: name } }, on);
      expect((await on.images.inspect(name))?.Id).toBe(id);
      expect(await fileOf('/word')).toBe(`${name}\n`);
      expect(await outputOf('find', '/x', '-type', 'f')).toBe('/x/keep/a');
      expect(progress).toContainEqual({ kind: 'output', step: 'step-4', text: `say ${name}` });
      expect(progress.at(-1)).toMatchObject({ kind: 'step', id: 'step-4', state: 'done' });
    });

    it('takes additional contexts that are images', async () => {
      const files = { Dockerfile: 'FROM scratch\nCOPY --from=other /etc/debian_version /version\n' };
      await build(
        files,
        { additionalContexts: { other: 'docker-image://bytest/public:1' } },
        await classic(),
      );
      expect(await fileOf('/version')).toMatch(/^12\./);
    });

    it('names the step that failed, and refuses what needs BuildKit', async () => {
      const on = await classic();
      const failing = { Dockerfile: `FROM ${base}\n\nRUN echo last words; exit 7\n` };
      await expect(build(failing, {}, on)).rejects.toMatchObject({
        code: 'build-failed',
        where: { line: 3 },
        output: ['last words'],
      });
      await expect(build(failing, { ssh: ['default'] }, on)).rejects.toMatchObject({
        code: 'compose-unsupported',
        message: expect.stringContaining('build.ssh'),
      });
    });
  });
});
