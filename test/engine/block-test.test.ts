import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import {
  describeOnEachEngine,
  findAllNamed,
  nothingLeft,
  type TestProject,
  testProject,
} from '../support/index.ts';

/** A block of its own name: what a test leaves behind is found by it. */
async function newBlock(project: TestProject, word: string): Promise<string> {
  const name = `${word}-${project.name.split('-').at(-1)?.toLowerCase()}`;
  expect(await project.blockyard(['block', 'new', name])).toMatchObject({ code: 0 });
  return name;
}

async function rowsOf(project: TestProject, args: string[]) {
  const { code, stdout, stderr } = await project.blockyard(['block', 'test', ...args, '--json']);
  if (!stdout.startsWith('{')) throw new Error(stderr);
  const [report] = JSON.parse(stdout).blocks;
  const rows = Object.fromEntries(
    report.checks.map((row: { check: string; outcome: string; words: string }) => [
      row.check,
      `${row.outcome}: ${row.words}`,
    ]),
  );
  return { code, report, rows: rows as Record<string, string> };
}

describeOnEachEngine('block test', (engine) => {
  it.concurrent('a new block is started, looked at from all sides, and taken down', async () => {
    await using project = await testProject(engine, {});
    const name = await newBlock(project, 'fresh');
    const { code, report, rows } = await rowsOf(project, [name, '--with', 'greeting=Hi']);
    const variable = name.toUpperCase().replaceAll('-', '_');
    expect(rows).toEqual({
      lint: 'passed: nothing found',
      expand: `passed: 1 service: ${name}`,
      'up and ready': 'passed: 4 steps',
      [`probe of ${name} fails when it is dead`]: expect.stringMatching(
        /^passed: fails where only `sleep` runs/,
      ),
      [`${variable}_URL from this machine`]: 'passed: answers 200',
      [`${variable}_URL from a container`]: 'passed: accepts a connection',
      'take down': 'passed: nothing stays',
    });
    expect(report).toMatchObject({ passed: true, block: name, version: '0.1.0', findings: [] });
    expect(code).toBe(0);
    expect(await findAllNamed(engine, `blocktest-${name}-`)).toEqual(nothingLeft);
  });

  it.concurrent('a block that does not do what it says is told where, and leaves nothing behind', async () => {
    await using project = await testProject(engine, {});
    const name = `wrong-${project.name.split('-').at(-1)?.toLowerCase()}`;
    await mkdir(path.join(project.folder, name));
    await writeFile(
      path.join(project.folder, name, 'block.yaml'),
      `block: ${name}
version: 1.0.0
title: Wrong
description: Its probe asks nobody, its binding has another password, its data command fails.
owner: { name: Platform }
parameters:
  password: { type: string, title: Password, secret: true, generate: { length: 24 } }
services:
  main:
    image: redis:8.2
    command: [redis-server, --requirepass, "\${password}"]
    mem_limit: 64m
    probe: { exec: [test, -d, /data], interval: 1s }
volumes:
  data: { mount: { main: /data } }
endpoints:
  main: { port: 6379, scheme: redis }
bindings:
  REDIS_URL: { value: "redis://:other@\${endpoint.main.address}/0" }
  GONE_URL: { value: "redis://:\${url(password)}@\${endpoint.main.host}:6380/0", secret: true }
data:
  extension: rdb
  dump: { command: [redis-cli, --no-such-option] }
  load: { command: ["true"] }
licence: { name: MIT }
provenance: { publisher: Docker }
`,
    );
    const { code, report, rows } = await rowsOf(project, [name]);
    expect(rows).toMatchObject({
      'up and ready': 'passed: 5 steps',
      [`probe of ${name} fails when it is dead`]:
        'failed: The probe passes where only `sleep` runs: it does not ask the service.',
      'REDIS_URL from this machine': expect.stringMatching(/^failed: .*WRONGPASS|^failed: .*invalid/),
      'REDIS_URL from a container': 'passed: accepts a connection',
      'GONE_URL from this machine': expect.stringMatching(/^failed: .*cannot be used/),
      'GONE_URL from a container': expect.stringMatching(/^failed: .*does not accept a connection/),
      'dump and load': expect.stringMatching(/^failed: `redis-cli` in wrong-\w+ ended with code 1/),
      [`${name}-data outlives its containers`]: 'passed: ready again, with what it held',
      'take down': 'passed: nothing stays',
    });
    expect(report.passed).toBe(false);
    expect(code).toBe(1);
    expect(await findAllNamed(engine, `blocktest-${name}-`)).toEqual(nothingLeft);
  });

  it.concurrent('Ctrl-C takes down what is there', async () => {
    await using project = await testProject(engine, {});
    const name = await newBlock(project, 'halted');
    await using running = project.start(['block', 'test', name]);
    await running.waitFor(/probe of \S+ fails/);
    running.kill('SIGINT');
    expect(await running.result).toMatchObject({ code: 130 });
    expect(await findAllNamed(engine, `blocktest-${name}-`)).toEqual(nothingLeft);
  });
});
