import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeOnEachEngine, openTerminal, type TestProject, testProject } from '../support/index.ts';

const compose = `services:
  web:
    image: busybox
    command: sleep infinity
    init: true
    stop_grace_period: 1s
`;
const stackFile = `# What we agreed on
guardrails:
  severities: { no-memory-limit: deny, unpinned-image: deny }
`;

const fileOf = (project: TestProject) => readFile(join(project.folder, 'blockyard.yaml'), 'utf8');

describeOnEachEngine('guardrails', (engine) => {
  it('stop up with all that denies and what helps; mended and excepted, the same up passes', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose, 'blockyard.yaml': stackFile });
    const stopped = await project.blockyard(['up', '--json']);
    expect(stopped.code, stopped.stderr).toBe(4);
    expect(JSON.parse(stopped.stderr)).toMatchObject({
      code: 'guardrail-denied',
      remedy: expect.stringContaining('blockyard lint --fix'),
      findings: [
        {
          code: 'unpinned-image',
          severity: 'deny',
          service: 'web',
          remedy: expect.stringContaining('VERSION'),
        },
        { code: 'no-memory-limit', severity: 'deny', fix: 'Writes `mem_limit: 1g` for web.' },
      ],
    });
    expect((await project.blockyard(['ps', '--json'])).stdout).toContain('"containers": []');

    expect((await project.blockyard(['lint'])).code).toBe(1);
    const fixed = await project.blockyard(['lint', '--fix', '--json']);
    expect(fixed.code).toBe(1);
    expect(JSON.parse(fixed.stdout)).toMatchObject({
      fixed: [{ id: 'no-memory-limit:web' }],
      findings: [{ code: 'unpinned-image' }],
    });
    const excepted = await project.blockyard([
      'guardrail',
      'except',
      'unpinned-image',
      '--in',
      'web',
      '--reason',
      'A stand-in.',
      '--until',
      '2999-01-01',
    ]);
    expect(excepted.code, excepted.stderr).toBe(0);
    expect(await fileOf(project)).toBe(`# What we agreed on
guardrails:
  severities: { no-memory-limit: deny, unpinned-image: deny }
  exceptions:
    - code: unpinned-image
      in: web
      reason: A stand-in.
      until: "2999-01-01"

services:
  web:
    mem_limit: 1g
`);
    expect(await project.blockyard(['lint'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No guardrail is broken. 1 held off by an exception.'),
    });
    const up = await project.blockyard(['up']);
    expect(up.code, up.stderr).toBe(0);
    const [container] = await engine.docker.listContainers({
      filters: { label: [`com.docker.compose.project=${project.name}`] },
    });
    const { HostConfig } = await engine.docker.getContainer(container?.Id ?? '').inspect();
    expect(HostConfig.Memory).toBe(1024 ** 3);
  });

  it('ask on a terminal for a fix or an exception, and go on', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose, 'blockyard.yaml': stackFile });
    await using terminal = openTerminal(project, ['up']);
    await terminal.waitFor(/without a tag[\s\S]*\[e\]xception, or \[s\]top\?/);
    terminal.type('e\r');
    await terminal.waitFor(/Why is it right here\?/);
    terminal.type('A stand-in.\r');
    await terminal.waitFor(/Until which day\? \[\d{4}-\d\d-\d\d\]/);
    terminal.type('\r');
    await terminal.waitFor(/\[f\]ix, \[e\]xception, or \[s\]top\?/);
    terminal.type('f\r');
    expect(await terminal.code, terminal.screen).toBe(0);
    const file = await fileOf(project);
    expect(file).toContain('mem_limit: 1g');
    expect(file).toMatch(/reason: A stand-in\.\n +until: "?\d{4}-\d\d-\d\d"?\n/);
  });

  it('only count where there is no blockyard.yaml', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    const up = await project.blockyard(['up']);
    expect(up.code, up.stderr).toBe(0);
    expect(up.stderr).toContain('guardrails: 2 warn (`blockyard lint`)');
  });
});
