import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeOnEachEngine, findAllNamed, startCommand, testProject } from '../support/index.ts';

describeOnEachEngine('the test support', (engine) => {
  it('cleans up after a project, whatever runs of it, even when the test fails', async () => {
    let name = '';
    let folder = '';
    const failing = async () => {
      await using project = await testProject(engine, { 'compose.yaml': 'services: {}' });
      ({ name, folder } = project);
      await engine.docker.createVolume({ Name: `${name}-data` });
      await engine.docker.createNetwork({ Name: `${name}_default` });
      const container = await engine.docker.createContainer({
        Image: 'debian:12-slim',
        name: `${name}-web-1`,
        Cmd: ['sleep', 'infinity'],
        HostConfig: { NetworkMode: `${name}_default`, Binds: [`${name}-data:/data`] },
      });
      await container.start();
      throw new Error('the test fails');
    };
    await expect(failing()).rejects.toThrow('the test fails');
    expect(await findAllNamed(engine, name)).toEqual({
      containers: [],
      networks: [],
      volumes: [],
      images: [],
    });
    expect(existsSync(folder)).toBe(false);
  });

  it('runs the built command with a home and an engine of its own', async () => {
    await using project = await testProject(engine, {});
    const { code, stdout, stderr } = await project.blockyard(['--version']);
    expect({ code, stderr, stdout }).toEqual({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\S*\d+\.\d+\.\d+\n$/),
    });
  });

  it('waits for output and passes signals', async () => {
    await using project = await testProject(engine, {});
    const command = startCommand(
      'sh',
      ['-c', 'trap "exit 7" INT; echo ready; while :; do sleep 0.01; done'],
      {
        cwd: project.folder,
      },
    );
    await command.waitFor(/ready/);
    command.kill('SIGINT');
    expect(await command.result).toMatchObject({ code: 7, stdout: 'ready\n' });
  });
});
