import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { extract, pack } from 'tar-stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type BuildProgress,
  type BuildRequest,
  connectEngine,
  type Engine,
} from '../../src/core/engine/index.ts';
import { describeOnEachEngine, removeAllNamed, temporaryFolder, uniqueName } from '../support/index.ts';

const run = promisify(execFile);
const base = 'debian:12-slim';

describeOnEachEngine('build', (engine) => {
  const name = uniqueName('built');
  const opened: Engine[] = [];
  let connected: Engine;

  const connect = async (environment: NodeJS.ProcessEnv) => {
    const { BLOCKYARD_IMAGE_MAP: _, ...inherited } = process.env;
    const made = await connectEngine({
      endpoint: { kind: 'socket', path: engine.socket },
      environment: { ...inherited, DOCKER_CONFIG: '/nonexistent', ...environment },
    });
    opened.push(made);
    return made;
  };
  beforeAll(async () => {
    connected = await connect({ BYTEST_TOKEN: 'from-the-shell' });
  });
  afterEach(() => removeAllNamed(engine, name));
  afterAll(async () => {
    for (const made of opened) await made.close();
  });

  /** Builds from the files given; answers the image's id, and what was told of it. */
  const build = async (
    files: Record<string, string>,
    request: Partial<BuildRequest> = {},
    on = connected,
  ) => {
    await using folder = await temporaryFolder(files);
    const progress: BuildProgress[] = [];
    const id = await on.images.build({
      context: folder.path,
      tags: [name],
      onProgress: (step) => progress.push(step),
      ...request,
    });
    return { id, progress };
  };
  /** A file of the image just built. */
  const fileOf = async (path: string): Promise<string> => {
    const container = await engine.docker.createContainer({ Image: name, name, Cmd: ['/none'] });
    try {
      const archive = (await container.getArchive({ path })).pipe(extract());
      for await (const entry of archive) return await text(entry);
      return '';
    } finally {
      await container.remove();
    }
  };
  /** The output of a command in the image just built. */
  const outputOf = async (...command: string[]): Promise<string> => {
    const container = await engine.docker.createContainer({ Image: name, name, Cmd: command, Tty: true });
    try {
      await container.start();
      await container.wait();
      return (await container.logs({ stdout: true, stderr: true })).toString().replaceAll('\r', '').trim();
    } finally {
      await container.remove({ force: true });
    }
  };

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
    const image = await connected.images.inspect(name);
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
    const first = await connected.images.build({ context: folder.path, tags: [name] });
    const progress: BuildProgress[] = [];
    const again = await connected.images.build({
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
    expect(await connected.images.build({ context: folder.path, tags: [name] })).not.toBe(first);
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
    await connected.images.build({ context: folder.path, tags: [name] });
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
    if (connected.atLeast('1.42')) {
      expect(found).toMatch(/ 131072 .*\n1234\n2345\n$/s);
      expect(warnings).toEqual([]);
    } else
      expect(warnings).toEqual([
        expect.stringMatching(/^`build\.shm_size` is passed over/),
        expect.stringMatching(/^`build\.ulimits` is passed over/),
      ]);
  });

  it('gives secrets to the step alone: neither history nor layers hold them', async () => {
    await using folder = await temporaryFolder({ token: 'bytest-secret-in-a-file' });
    await build(
      {
        // A small image of its own, so that all of its layers are quickly looked through.
        Dockerfile: [
          `FROM ${base} AS tools`,
          "RUN mkdir /small && cp --parents -L $(ldd /bin/sh /usr/bin/tr | grep -o '/lib[^ :]*' | sort -u) /bin/sh /usr/bin/tr /small",
          'FROM scratch',
          'COPY --from=tools /small /',
          'RUN --mount=type=secret,id=file --mount=type=secret,id=shell \\',
          '  tr a-z A-Z < /run/secrets/file > /upper && tr a-z A-Z < /run/secrets/shell >> /upper',
        ].join('\n'),
      },
      {
        noCache: true,
        secrets: [
          { id: 'file', source: { kind: 'file', path: join(folder.path, 'token') } },
          { id: 'shell', source: { kind: 'environment', name: 'BYTEST_TOKEN' } },
        ],
      },
    );
    expect(await fileOf('/upper')).toBe('BYTEST-SECRET-IN-A-FILEFROM-THE-SHELL');
    const image = engine.docker.getImage(name);
    expect(JSON.stringify([await image.history(), await image.inspect()])).not.toMatch(
      /bytest-secret|from-the-shell/,
    );
    const saved = await buffer(await image.get());
    expect(saved.includes('bytest-secret-in-a-file')).toBe(false);
    expect(saved.includes('from-the-shell')).toBe(false);
  });

  it("goes through the user's proxies", async () => {
    await using folder = await temporaryFolder({
      'config.json': '{"proxies": {"default": {"httpProxy": "http://proxy.invalid:3128"}}}',
    });
    const behindProxy = await connect({ DOCKER_CONFIG: folder.path });
    await build(
      { Dockerfile: `FROM ${base}\nRUN echo "$HTTP_PROXY" > /proxy\n` },
      { noCache: true },
      behindProxy,
    );
    expect(await fileOf('/proxy')).toBe('http://proxy.invalid:3128\n');
    expect((await connected.images.inspect(name))?.Config.Env?.join()).not.toContain('proxy');
  });

  it('says before the build which secret is not there', async () => {
    const files = { Dockerfile: `FROM ${base}\n` };
    const environment = { id: 'x', source: { kind: 'environment', name: 'BYTEST_ABSENT' } } as const;
    await expect(build(files, { secrets: [environment] })).rejects.toMatchObject({
      message: 'The build secret x comes from the variable BYTEST_ABSENT, which is not set.',
    });
    const file = { id: 'x', source: { kind: 'file', path: '/nonexistent/token' } } as const;
    await expect(build(files, { secrets: [file] })).rejects.toMatchObject({
      message: expect.stringContaining('/nonexistent/token'),
    });
  });

  describe('with ssh', () => {
    /** Asks the agent behind the socket for its keys, in its own protocol: the image has no ssh. */
    const askAgent = [
      `FROM ${base}`,
      'ARG RUN',
      'RUN --mount=type=ssh,id=ID perl -MSocket -e \'socket(S,AF_UNIX,SOCK_STREAM,0); connect(S,sockaddr_un($ENV{SSH_AUTH_SOCK})) or die; syswrite(S,pack("NC",1,11)); sysread(S,$a,4); $n=unpack("N",$a); while(length($b)<$n){sysread(S,$c,$n) or die; $b.=$c} print $b\' > /keys',
    ].join('\n');
    const dockerfile = (id: string) => ({ Dockerfile: askAgent.replace('ID', id) });

    it('forwards an agent by its socket, and keys through an agent of their own', async () => {
      await using folder = await temporaryFolder();
      const key = join(folder.path, 'key');
      await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'bytest-key-comment', '-f', key]);
      await build(dockerfile('work'), { ssh: [`work=${key}`], args: { RUN: name } });
      expect(await fileOf('/keys')).toContain('bytest-key-comment');

      const socket = join(folder.path, 'agent');
      const { stdout } = await run('ssh-agent', ['-a', socket]);
      const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(stdout)?.[1]);
      try {
        await run('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
        const withAgent = await connect({ SSH_AUTH_SOCK: socket });
        await build(dockerfile('default'), { ssh: ['default'], args: { RUN: `${name}-2` } }, withAgent);
        expect(await fileOf('/keys')).toContain('bytest-key-comment');
      } finally {
        process.kill(pid);
      }
    });

    it('says what is missing when there is no agent, no key, or a key with a passphrase', async () => {
      const without = await connect({ SSH_AUTH_SOCK: undefined });
      await expect(build(dockerfile('default'), { ssh: ['default'] }, without)).rejects.toMatchObject({
        message: expect.stringContaining('SSH_AUTH_SOCK is not set'),
      });
      await expect(build(dockerfile('x'), { ssh: ['x=/nonexistent/key'] })).rejects.toMatchObject({
        message: expect.stringContaining('/nonexistent/key'),
      });
      await using folder = await temporaryFolder();
      const key = join(folder.path, 'key');
      await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'passphrase', '-f', key]);
      await expect(build(dockerfile('x'), { ssh: [`x=${key}`] })).rejects.toMatchObject({
        remedy: expect.stringContaining('passphrase'),
      });
    });
  });

  it('that fails names the step, its line and its last output', async () => {
    await using folder = await temporaryFolder({
      Dockerfile: `FROM ${base} AS one\nENV A=b\nRUN true\nFROM one\n\nRUN echo to stdout; \\\n  echo to stderr >&2; exit 7\n`,
    });
    const error = await connected.images
      .build({ context: folder.path, tags: [name] })
      .catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: 'build-failed',
      message: expect.stringMatching(/failed at \[stage-1 1\/1\] RUN echo to stdout;.*exit code: 7\.\n/s),
      where: { file: join(folder.path, 'Dockerfile'), line: 6 },
      output: expect.arrayContaining(['to stdout', 'to stderr']),
    });
    await expect(connected.images.inspect(name)).resolves.toBeUndefined();
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
      connected.images.build({ context: '/nonexistent/context', tags: [name] }),
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
    const building = connected.images.build(
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

  describe('with an image map', () => {
    const mapTo = (target: string) =>
      connect({
        BLOCKYARD_IMAGE_MAP: JSON.stringify({
          'bytest/public:*': target,
          'bytest/syntax:*': 'bytest.invalid/s',
        }),
      });

    it('asks for mapped images in FROM, COPY --from and mounts', async () => {
      const mapped = await mapTo(base);
      await build(
        {
          Dockerfile: [
            'ARG TAG=none',
            'FROM bytest/public:${TAG} AS one',
            'RUN --mount=type=bind,from=bytest/public:3,target=/other cat /other/etc/debian_version > /version',
            'FROM scratch',
            'COPY --from=one /version /version',
            'COPY --from=docker.io/bytest/public:2 /etc/debian_version /again',
          ].join('\n'),
        },
        { args: { TAG: '1' } },
        mapped,
      );
      expect(await fileOf('/version')).toBe(await fileOf('/again'));
    });

    it('names an image that is not there as it was written, and where', async () => {
      const mapped = await mapTo('127.0.0.1:1/absent:1');
      await using folder = await temporaryFolder({ Dockerfile: 'ARG TAG=1\nFROM bytest/public:$TAG\n' });
      await expect(mapped.images.build({ context: folder.path, tags: [name] })).rejects.toMatchObject({
        message: expect.stringContaining(
          'could not reach the registry of bytest/public:1 (127.0.0.1:1/absent:1 by the image map)',
        ),
        where: { file: join(folder.path, 'Dockerfile'), line: 2 },
      });
    });

    it('asks for the mapped frontend', async () => {
      const mapped = await mapTo(base);
      const failed = build({ Dockerfile: '# syntax=bytest/syntax:1\nFROM scratch\n' }, {}, mapped);
      await expect(failed).rejects.toThrow(/bytest\.invalid\/s/);
    });

    it('keeps the name of what was built here and is in no mirror', async () => {
      await build({ Dockerfile: `FROM ${base}\nRUN echo own > /own\n` });
      const mapped = await connect({ BLOCKYARD_IMAGE_MAP: '{"docker.io/*": "bytest.invalid/*"}' });
      expect(await mapped.images.inspect(name)).toBeDefined();
      await build({ Dockerfile: `FROM ${name}\nRUN cat /own > /copy\n` }, { tags: [`${name}:two`] }, mapped);
      const container = await mapped.containers.create(`${name}-own`, {
        Image: `${name}:two`,
        Cmd: ['/none'],
      });
      await mapped.containers.remove(container);
    });
  });

  describe('with additional contexts', () => {
    it('takes images by another name', async () => {
      const mapped = await connect({ BLOCKYARD_IMAGE_MAP: JSON.stringify({ 'bytest/public:*': base }) });
      await build(
        {
          Dockerfile: 'FROM scratch AS own\nFROM scratch\nCOPY --from=other /etc/debian_version /version\n',
        },
        { additionalContexts: { other: 'docker-image://bytest/public:1' } },
        mapped,
      );
      expect(await fileOf('/version')).toMatch(/^12\./);
    });

    it('takes folders, where the BuildKit of the engine does, and says so where not', async () => {
      await using other = await temporaryFolder({
        'sub/file': 'from elsewhere',
        lose: '',
        '.dockerignore': 'lose\n',
      });
      const building = build(
        {
          Dockerfile: 'FROM scratch\nCOPY --from=other . /x/\nCOPY a /x/\nARG WORD\nLABEL word=$WORD\n',
          a: name,
        },
        {
          additionalContexts: { other: other.path },
          args: { WORD: 'said' },
          cacheTo: ['type=inline'],
          cacheFrom: [base],
          tags: [name, `${name}:two`],
        },
      );
      if (!connected.atLeast('1.42')) {
        await expect(building).rejects.toMatchObject({
          code: 'compose-unsupported',
          remedy: expect.stringContaining('# syntax=docker/dockerfile:1'),
        });
        return;
      }
      const { id, progress } = await building;
      const image = await connected.images.inspect(name);
      expect(image?.Id).toBe(id);
      expect(image?.RepoTags?.toSorted()).toEqual([`${name}:latest`, `${name}:two`]);
      expect(image?.Config.Labels).toEqual({ word: 'said' });
      expect(await fileOf('/x/sub/file')).toBe('from elsewhere');
      await expect(fileOf('/x/lose')).rejects.toThrow(/404/);
      expect(progress).toContainEqual(
        expect.objectContaining({
          kind: 'step',
          title: expect.stringMatching(/COPY a \/x\//),
          state: 'done',
        }),
      );
      await expect(
        build(
          { Dockerfile: 'FROM scratch\nCOPY --from=other absent /\n' },
          { additionalContexts: { other: other.path } },
        ),
      ).rejects.toMatchObject({ code: 'build-failed', where: { line: 2 } });
    });
  });

  it('takes a context that the engine fetches, and an inline Dockerfile on top of it', async () => {
    const archive = pack();
    archive.entry({ name: 'Dockerfile' }, 'FROM scratch\nCOPY a /fetched\n');
    archive.entry({ name: 'a' }, name);
    archive.finalize();
    const content = await buffer(archive);
    await using server = createServer((_, response) => response.end(content)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const context = `http://127.0.0.1:${(server.address() as AddressInfo).port}/context.tar`;
    await build({}, { context });
    expect(await fileOf('/fetched')).toBe(name);
    await build({}, { context, dockerfileInline: 'FROM scratch\nCOPY a /inline\n' });
    expect(await fileOf('/inline')).toBe(name);
  });

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
