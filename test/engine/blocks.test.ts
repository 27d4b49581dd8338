import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import {
  describeOnEachEngine,
  type TestEngine,
  type TestProject,
  testCore,
  testProject,
} from '../support/index.ts';

const web = `block: web
version: 1.0.0
title: Web
description: Serves a page, and echoes.
owner: { name: Tests }
licence: { name: MIT }
provenance: { publisher: Tests }
parameters:
  greeting: { type: string, default: hello }
services:
  main:
    image: busybox:1.36
    command: [sh, -c, "sleep 0.3; exec httpd -f -p 80 -h /www"]
    init: true
    mem_limit: 32m
    probe: { http: { port: 80, path: /index.html } }
  echo:
    image: busybox:1.36
    command: [sh, -c, "sleep 0.3; exec nc -ll -p 7 -e cat"]
    init: true
    mem_limit: 32m
    probe: { tcp: { port: 7 } }
jobs:
  seed:
    image: busybox:1.36
    command: [sh, -c, "wget -qO /seeded/page http://\${service.main}/index.html"]
    mem_limit: 32m
volumes:
  pages: { mount: { seed: /seeded } }
files:
  page: { content: "\${greeting} from \${name}\\n", mount: { main: /www/index.html } }
endpoints:
  main: { port: 80, scheme: http, open: true }
  echo: { service: echo, port: 7, publish: false }
bindings:
  WEB_URL: \${endpoint.main.url}
`;

/** The workbench sees what is only asked for from outside become ready, and what is not published too. */
async function seenReady(engine: TestEngine, project: TestProject): Promise<void> {
  await using core = await testCore(engine.environment, { folder: project.home });
  const { id } = await core.client.projects.add({ folder: project.folder });
  for await (const { services } of await core.client.stacks.follow(
    { project: id },
    { signal: core.signal },
  )) {
    const states = services.map(({ name, state }) => `${name} ${state}`).toSorted();
    if (isDeepStrictEqual(states, ['client ready', 'page ready', 'page-echo ready', 'page-seed done']))
      return;
  }
}

describeOnEachEngine('a stack with blocks', (engine) => {
  it('starts what is bound when the block answers from outside, and runs commands on this machine against it', async () => {
    await using project = await testProject(engine, {
      'compose.yaml':
        'services:\n  client:\n    image: busybox:1.36\n    command: [sh, -c, "wget -qO- $$WEB_URL && exec sleep 600"]\n    init: true\n    mem_limit: 32m\n    stop_grace_period: 1s\n    environment: { COLOUR: blue }\n',
      'blockyard.yaml':
        'blocks:\n  page: { block: ./blocks/web, with: { greeting: Grüße } }\nservices:\n  client: { bind: [page] }\n',
      'blocks/web/block.yaml': web,
    });
    const up = await project.blockyard(['up', '--json']);
    expect(up.code, up.stderr).toBe(0);
    const { plan, status } = JSON.parse(up.stdout);
    const steps = plan.steps.map(({ id }: { id: string }) => id.replaceAll(`${project.name}-`, ''));
    expect(steps.filter((id: string) => id.endsWith(':wait')).toSorted()).toEqual([
      'container:page-1:wait',
      'container:page-echo-1:wait',
      'container:page-seed-1:wait',
    ]);
    const health = status.containers.map((it: { service: string; health: string }) => [
      it.service,
      it.health,
    ]);
    expect(health).toEqual([
      ['client', 'none'],
      ['page', 'healthy'],
      ['page-echo', 'healthy'],
      ['page-seed', 'none'],
    ]);
    expect((await project.blockyard(['logs', '--no-color', 'client'])).stdout).toContain('Grüße from page');
    await seenReady(engine, project);
    expect((await project.blockyard(['plan'])).stdout).toContain('Nothing to do');

    const script = `fetch(process.env.WEB_URL).then(async (it) => console.log(await it.text(), process.env.COLOUR, process.env.WEB_URL))`;
    const run = await project.blockyard(['run', 'client', '--', process.execPath, '-e', script]);
    expect(run.stdout).toMatch(/^Grüße from page\n blue http:\/\/127\.0\.0\.1:2\d{4}\n$/);
    const failed = await project.blockyard([
      'run',
      '--on-host',
      '--no-deps',
      'client',
      process.execPath,
      '-e',
      'process.exit(7)',
    ]);
    expect(failed.code).toBe(7);
    expect(await project.blockyard(['run', '--rm', 'client', '--', 'no-such-program'])).toMatchObject({
      code: 2,
    });
  });

  it('brings the shipped PostgreSQL and Redis up with passwords that the bindings carry, and hands all over to plain Compose', async () => {
    await using project = await testProject(engine, {
      'blockyard.yaml': `blocks:
  db: { block: postgres@1, with: { version: 16 } }
  cache: { block: redis@1 }
services:
  check:
    image: postgres:16
    entrypoint: [sh, -c]
    command: ['psql "$$DATABASE_URL" -tAc "select current_user" && exec sleep 600']
    mem_limit: 64m
    stop_grace_period: 1s
    bind: [db, cache]
`,
    });
    expect(await project.blockyard(['up'])).toMatchObject({ code: 0 });
    expect((await project.blockyard(['logs', '--no-color', 'check'])).stdout).toMatch(/\| app$/m);
    const ping = ['exec', '-T', 'cache', 'redis-cli', 'ping'];
    expect((await project.blockyard(ping)).stdout.trim()).toBe('PONG');

    const config = (await project.blockyard(['config'])).stdout;
    expect(config).toContain('postgresql://app:${DB_PASSWORD:?the secret db.password}@db:5432/app');
    const shown = (await project.blockyard(['config', '--secrets'])).stdout;
    const password = /POSTGRES_PASSWORD: (\w+)/.exec(shown)?.[1] ?? 'none';
    expect(config).not.toContain(password);

    expect(await project.blockyard(['eject', '--yes'])).toMatchObject({ code: 0 });
    expect((await stat(path.join(project.folder, '.env'))).mode & 0o777).toBe(0o600);
    // The same containers, found by what plain Compose would read.
    const plan = await project.blockyard(['plan', '--json']);
    expect(JSON.parse(plan.stdout).steps).toEqual([]);
  });
});
