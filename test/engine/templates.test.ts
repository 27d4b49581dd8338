import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeOnFirstEngine, type TestEngine, type TestProject, testProject } from '../support/index.ts';

/*
 * What `init`, `add` and `remove` write, and that it runs. On one engine: it is files that are tested, and what runs them is
 * tested on both elsewhere.
 */

const stackFile = (project: TestProject) => readFile(path.join(project.folder, 'blockyard.yaml'), 'utf8');

async function portOf(project: TestProject, service: string): Promise<string> {
  const { stdout } = await project.blockyard(['port', service, '3000']);
  return `http://127.0.0.1:${stdout.trim().split(':').at(-1)}`;
}

/** Makes a project of a template and brings it up: as its user would. */
async function broughtUp(engine: TestEngine, template: string): Promise<TestProject> {
  const project = await testProject(engine, {});
  const made = await project.blockyard(['init', template, '--yes']);
  expect(made, made.stderr).toMatchObject({ code: 0 });
  const up = await project.blockyard(['up', '--wait']);
  expect(up, up.stderr).toMatchObject({ code: 0 });
  return project;
}

describeOnFirstEngine('a repository with a Compose file and a package.json', (engine) => {
  it('gets a proposal that comes up, takes another block, and gives it back', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': 'services:\n  api:\n    build: .\n    init: true\n',
      'package.json': '{"dependencies":{"pg":"8.23.1","redis":"6.3.1"}}',
      Dockerfile: 'FROM busybox\nCMD ["sleep", "infinity"]\n',
    });
    const dry = await project.blockyard(['init', '--dry-run']);
    expect(dry.stdout).toContain('package.json depends on pg     → block postgres as db, bound to api\n');
    expect(dry.stdout).toContain('package.json depends on redis  → block redis as cache, bound to api\n');
    await expect(stackFile(project)).rejects.toThrow('ENOENT');
    expect(await project.blockyard(['init'])).toMatchObject({ code: 4 });

    expect(await project.blockyard(['init', '--yes'])).toMatchObject({ code: 0 });
    expect(await project.blockyard(['init', '--yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is a stack file already.'),
    });
    const up = await project.blockyard(['up', '--wait']);
    expect(up, up.stderr).toMatchObject({ code: 0 });
    const environment = await project.blockyard(['exec', '-T', 'api', 'env']);
    expect(environment.stdout).toMatch(/^DATABASE_URL=postgresql:\/\/app:[^@]+@db:5432\/app$/m);
    expect(environment.stdout).toMatch(/^REDIS_URL=redis:\/\//m);

    // What is there stays; only what is new would be made, and who gets its variables.
    const before = await stackFile(project);
    const preview = await project.blockyard(['add', 'redis', '--name', 'sessions', '--dry-run', '--json']);
    const { plan, written, after } = JSON.parse(preview.stdout);
    expect(written).toBe(false);
    expect(await stackFile(project)).toBe(before);
    expect(after).toBe(
      before.replace('  cache: { block: redis@1 }\n', (line) => `${line}  sessions: { block: redis@1 }\n`),
    );
    const services = new Set(plan.steps.map((step: { target: { service?: string } }) => step.target.service));
    expect([...services].filter(Boolean)).toEqual(['sessions']);

    const secret = [
      'add',
      'postgres',
      '--name',
      'dwh',
      '--at',
      'postgres://ada:hunter2@127.0.0.1/dwh',
      '--yes',
    ];
    expect(await project.blockyard(secret)).toMatchObject({ code: 0 });
    expect(await stackFile(project)).toContain('  dwh: { block: postgres@1, at: "${secret:DWH_URL}" }\n');
    expect(await stackFile(project)).not.toContain('hunter2');

    const removed = await project.blockyard(['remove', 'cache', '--yes']);
    expect(removed.stdout).toContain('api no longer gets REDIS_URL');
    expect(removed.stdout).toContain('Its data stays, in the volume');
    expect(await stackFile(project)).toContain('    bind: [db]\n');
    expect(await project.blockyard(['remove', 'dwh', '--yes'])).toMatchObject({ code: 0 });
    expect(await stackFile(project)).toBe(
      before.replace('  cache: { block: redis@1 }\n', '').replace('[db, cache]', '[db]'),
    );
    expect(await project.blockyard(['add', 'postgers', '--yes'])).toMatchObject({
      stderr: expect.stringContaining('Did you mean "postgres"?'),
    });
    expect(await project.blockyard(['add', 'postgres', '--with', 'version=3', '--yes'])).toMatchObject({
      stderr: expect.stringContaining('It can be: 15, 16, 17, 18.'),
    });
  });
});

describeOnFirstEngine('a template', (engine) => {
  describe('comes up at once', () => {
    it('web: a page with a guest book', async () => {
      await using project = await broughtUp(engine, 'web');
      const url = await portOf(project, 'web');
      await fetch(url, { method: 'POST', body: new URLSearchParams({ text: '<b>Hello</b>' }) });
      const page = await (await fetch(url)).text();
      expect(page).toContain('<li>&#60;b&#62;Hello&#60;/b&#62;</li>');
      expect(page).toMatch(/Visit number \d+\./);
    });

    it('api-worker: a job goes through the queue', async () => {
      await using project = await broughtUp(engine, 'api-worker');
      const url = await portOf(project, 'api');
      await fetch(`${url}/jobs`, { method: 'POST', body: 'four words are here' });
      await expect
        .poll(async () => (await fetch(`${url}/jobs`)).json(), { timeout: 20_000 })
        .toEqual([{ id: '1', text: 'four words are here', words: 4 }]);
    });

    it('empty: nothing yet', async () => {
      await using project = await broughtUp(engine, 'empty');
      const added = await project.blockyard(['add', 'redis', '--yes']);
      expect(added, added.stderr).toMatchObject({ code: 0 });
      expect(await stackFile(project)).toContain('blocks: { redis: { block: redis@1 } }\n');
    });
  });

  it('data-science: its plan holds the notebook, MLflow, and what they stand on', async () => {
    await using project = await testProject(engine, {});
    expect(await project.blockyard(['init', 'data-science', '--yes'])).toMatchObject({ code: 0 });
    const { stdout } = await project.blockyard(['config', '--services']);
    expect(stdout.trim().split('\n').sort()).toEqual(
      expect.arrayContaining(['data', 'mlflow', 'mlflow-backend', 'mlflow-store', 'notebook']),
    );
  });
});
