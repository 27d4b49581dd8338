import { expect, it } from 'vitest';
import {
  describeOnEachEngine,
  describeOnFirstEngine,
  openTerminal,
  testCore,
  testProject,
} from '../support/index.ts';
import { firstOf, planted, readAll, stack } from '../support/planted-secret.ts';

describeOnEachEngine('a secret', (engine) => {
  it('is asked for before anything starts, all of them at once, and given without a trace', async () => {
    await using project = await testProject(engine, stack, 'secret');
    const refused = await project.blockyard(['up', '--json']);
    expect(refused.code).toBe(4);
    expect(JSON.parse(refused.stderr)).toMatchObject({
      code: 'secret-missing',
      missing: [{ name: 'OTHER' }, { name: 'PLANTED', neededBy: ['says', 'dies', 'after'] }],
    });
    expect((await project.blockyard(['ps', '--json'])).code).toBe(0);

    const set = (name: string, input: string) => project.blockyard(['secrets', 'set', name], { input });
    expect(await set('PLANTED', `${planted}\n`)).toMatchObject({ code: 0, stdout: '' });
    expect((await set('OTHER', 'another-value')).code).toBe(0);
    const up = await project.blockyard(['up']);
    expect(up.stderr).toMatch(/dies.* exited with code 3/);
    const commands = [
      ['plan', '--json', '--force-recreate'],
      ['config'],
      ['tasks', '--json'],
      ['events', '--since', '1h', '--json'],
      ['secrets', '--json'],
      ['trust', '--json'],
    ];
    const said = await Promise.all(
      commands.map(async (words) => {
        await using running = project.start(words);
        if (words[0] === 'events') {
          // The engine tells of the probe with all of its words.
          await running.waitFor(/exec_create/);
          running.kill('SIGINT');
        }
        const { stdout, stderr } = await running.result;
        return { command: words.join(' '), output: stdout + stderr };
      }),
    );
    said.push({ command: 'up', output: up.stdout + up.stderr });
    expect(said.filter(({ output }) => output.includes(planted)).map(({ command }) => command)).toEqual([]);
    // It did come where it belongs.
    expect((await project.blockyard(['exec', '-T', 'says', 'printenv', 'PLAIN'])).stdout.trim()).toBe(
      planted,
    );

    const files = await readAll(project.home);
    expect(files.filter(({ bytes }) => bytes.includes(planted)).map(({ name }) => name)).toEqual([]);
  });

  it('reaches no view', async () => {
    await using project = await testProject(engine, stack, 'secret');
    await using opened = await testCore(project.environment, { folder: project.home });
    const { client, signal } = opened;
    const { id } = await client.projects.add({ folder: project.folder });
    await expect(client.stacks.up({ project: id, request: {} })).rejects.toMatchObject({
      data: { code: 'secret-missing' },
    });
    await client.secrets.set({ project: id, name: 'PLANTED', value: planted });
    await client.secrets.set({ name: 'OTHER', value: 'another-value' });
    const { task } = await client.stacks.up({ project: id, request: {} });
    expect((await opened.ended(task)).state).toBe('failed');

    const view = await firstOf(client.stacks.follow({ project: id }, { signal }));
    const container = view.services.find(({ name }) => name === 'says')?.containers[0]?.id ?? '';
    const answers = {
      view,
      config: await client.stacks.config({ project: id }),
      inspection: await client.stacks.inspect({ project: id, container }),
      plan: await client.stacks.plan({ project: id, request: { forceRecreate: true } }),
      tasks: await firstOf(client.tasks.follow({}, { signal })),
      task: await opened.ended(task),
      activity: await firstOf(client.activity.follow({}, { signal })),
      secrets: await firstOf(client.secrets.follow({ project: id }, { signal })),
      own: await firstOf(client.secrets.follow({}, { signal })),
      trust: await client.trust.of({ project: id }),
      logs: await firstOf(client.logs.follow({ project: id, services: ['says'] }, { signal })),
      download: await firstOf(client.logs.download({ project: id, form: 'plain' }, { signal })),
    };
    const leaks = Object.entries(answers).filter(([, answer]) => JSON.stringify(answer).includes(planted));
    expect(leaks.map(([name]) => name)).toEqual([]);
    const files = await readAll(project.home);
    expect(files.filter(({ bytes }) => bytes.includes(planted)).map(({ name }) => name)).toEqual([]);
    expect(answers.download.text).toMatch(/says •+/);
    expect(answers.secrets.secrets.map(({ name, state, scope }) => [name, state, scope])).toEqual([
      ['OTHER', 'present', 'user'],
      ['PLANTED', 'present', 'project'],
    ]);
  });
});

describeOnFirstEngine('on a terminal', (engine) => {
  it('up asks for what is missing, shows nothing of it, and goes on', async () => {
    const compose = `
services:
  web:
    image: debian:12-slim
    command: sleep infinity
    init: true
    stop_grace_period: 0s
    environment: { GIVEN: '\${secret:GIVEN}' }
secret-sources:
  GIVEN: { help: Ask in the channel. }
`;
    await using project = await testProject(engine, { 'blockyard.yaml': compose }, 'secret');
    {
      await using terminal = openTerminal(project, ['up']);
      await terminal.waitFor(/GIVEN: $/);
      terminal.type('\r');
      expect(await terminal.code).toBe(4);
      expect(terminal.screen).toContain('Ask in the channel.');
    }
    await using terminal = openTerminal(project, ['up']);
    await terminal.waitFor(/GIVEN: $/);
    // As a hand does it: one letter too many.
    terminal.type(`${planted}x\u007f\r`);
    expect(await terminal.code).toBe(0);
    expect(terminal.screen).not.toContain('planted');
    expect((await project.blockyard(['exec', '-T', 'web', 'printenv', 'GIVEN'])).stdout.trim()).toBe(planted);
  });
});
