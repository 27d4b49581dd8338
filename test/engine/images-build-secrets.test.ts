import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildBench, describeOnEachEngine, temporaryFolder } from '../support/index.ts';

const run = promisify(execFile);
const base = 'debian:12-slim';

describeOnEachEngine('secrets of a build', (engine) => {
  const builds = buildBench(engine);
  const { name, connect, build, fileOf } = builds;

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
    expect((await builds.connected.images.inspect(name))?.Config.Env?.join()).not.toContain('proxy');
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
});
