import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { describeOnEachEngine, type TestEngine, type TestProject, testProject } from '../support/index.ts';

const composeFile = `services:
  app:
    build: ./app
    init: true
    stop_grace_period: 0s
    user: "1234:1234"
    develop:
      watch:
        - { path: ./app/src, action: sync, target: /srv/src, ignore: ["*.tmp", "cache/"], initial_sync: true }
        - { path: ./app/settings.txt, action: sync+restart, target: /srv/settings.txt }
        - { path: ./app/hooked, action: sync+exec, target: /srv/hooked, exec: { command: "sh -c 'cat /srv/hooked/*.txt > /srv/joined'" } }
        - { path: ./app/version.txt, action: rebuild }
`;

const files = {
  'compose.yaml': composeFile,
  'app/Dockerfile': `FROM busybox
RUN mkdir -p /srv/src /srv/hooked && chown -R 1234:1234 /srv
COPY --chown=1234:1234 version.txt settings.txt /srv/
CMD ["sh", "-c", "date +%s%N > /srv/started; exec sleep 600"]
`,
  'app/version.txt': 'one\n',
  'app/settings.txt': 'colour = red\n',
  'app/src/kept.txt': 'kept\n',
  'app/src/doomed.txt': 'doomed\n',
  'app/src/noise.tmp': 'noise\n',
};

async function containerOf(engine: TestEngine, project: TestProject) {
  const filters = { label: [`com.docker.compose.project=${project.name}`] };
  const [found] = await engine.docker.listContainers({ filters });
  if (!found) throw new Error('The service does not run.');
  return engine.docker.getContainer(found.Id);
}

/** What a shell command in the service's container prints. */
async function inside(project: TestProject, command: string): Promise<string> {
  const result = await project.blockyard(['exec', '-T', '--user', '0', 'app', 'sh', '-c', command]);
  expect(result.stderr).toBe('');
  return result.stdout;
}

describeOnEachEngine('watch', (engine) => {
  it('carries every action of develop.watch into the container', async () => {
    await using project = await testProject(engine, files, 'watch');
    await using watching = project.start(['watch', '--json']);
    await watching.waitFor(/"kind":"watching"/);
    const at = (...parts: string[]) => path.join(project.folder, 'app', ...parts);

    // initial_sync brought what the image lacks, less what is ignored.
    expect(await inside(project, 'ls /srv/src')).toBe('doomed.txt\nkept.txt\n');

    // A new file in a new folder, owned by the service's user.
    await mkdir(at('src/deep'), { recursive: true });
    await writeFile(at('src/deep/new.txt'), 'new\n');
    await watching.waitFor(/"copied":\[[^\]]*"\/srv\/src\/deep\/new\.txt"/);
    expect(await inside(project, 'cat /srv/src/deep/new.txt; stat -c %u:%g /srv/src/deep/new.txt')).toBe(
      'new\n1234:1234\n',
    );

    // A save by remove and rename, as many editors do, never deletes.
    await writeFile(at('src/kept.txt.new'), 'kept, and edited\n');
    await rm(at('src/kept.txt'));
    await rename(at('src/kept.txt.new'), at('src/kept.txt'));
    await expect
      .poll(() => inside(project, 'cat /srv/src/kept.txt'), { timeout: 30_000 })
      .toBe('kept, and edited\n');
    expect(watching.stdout).not.toMatch(/"deleted":\[[^\]]*kept\.txt"/);

    await rm(at('src/doomed.txt'));
    await watching.waitFor(/"deleted":\["\/srv\/src\/doomed\.txt"\]/);
    expect(await inside(project, 'ls /srv/src')).toBe('deep\nkept.txt\n');

    const before = await inside(project, 'cat /srv/started');
    await writeFile(at('settings.txt'), 'colour = blue\n');
    await watching.waitFor(/"kind":"restarted"/);
    expect(await inside(project, 'cat /srv/settings.txt')).toBe('colour = blue\n');
    await expect.poll(() => inside(project, 'cat /srv/started')).not.toBe(before);

    await mkdir(at('hooked'));
    await writeFile(at('hooked/a.txt'), 'a\n');
    await watching.waitFor(/"kind":"executed".*"exitCode":0/);
    expect(await inside(project, 'cat /srv/joined')).toBe('a\n');

    const { id } = await containerOf(engine, project);
    await writeFile(at('version.txt'), 'two\n');
    await watching.waitFor(/"kind":"rebuilt"/);
    expect(await inside(project, 'cat /srv/version.txt')).toBe('two\n');
    expect((await containerOf(engine, project)).id).not.toBe(id);

    watching.kill('SIGINT');
    expect((await watching.result).code).toBe(130);
  });

  it('goes on after a failure, and says what failed', async () => {
    await using project = await testProject(engine, files, 'watch');
    await using watching = project.start(['watch', '--json']);
    await watching.waitFor(/"kind":"watching"/);
    const dockerfile = path.join(project.folder, 'app/Dockerfile');
    const good = await readFile(dockerfile, 'utf8');
    await writeFile(dockerfile, 'FROM busybox\nRUN echo the build is broken; exit 4\n');
    await writeFile(path.join(project.folder, 'app/version.txt'), 'two\n');
    await watching.waitFor(/"kind":"failed".*"code":"build-failed"/);
    await writeFile(dockerfile, good);
    await writeFile(path.join(project.folder, 'app/version.txt'), 'three\n');
    await watching.waitFor(/"kind":"rebuilt"/);
    expect(await inside(project, 'cat /srv/version.txt')).toBe('three\n');
  });

  it('a project without rules is told how to write one', async () => {
    await using project = await testProject(
      engine,
      {
        'compose.yaml': 'services: { app: { image: busybox, command: sleep 600, stop_grace_period: 0s } }\n',
      },
      'watch',
    );
    const { code, stderr } = await project.blockyard(['watch']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/nothing to watch/);
    expect(stderr).toMatch(/develop: \{ watch:/);
  });
});
