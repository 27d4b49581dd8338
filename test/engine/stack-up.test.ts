import { expect, it } from 'vitest';
import { describeOnEachEngine } from '../support/index.ts';
import { testStack } from '../support/stack.ts';

const sleeping = `
    image: debian:12-slim
    init: true
    command: sleep infinity
    stop_grace_period: 1s`;

describeOnEachEngine('up and down', (engine) => {
  it('brings a project up, has nothing to do the second time, and takes it down without a trace', async () => {
    await using stack = await testStack(
      engine,
      `services:
  web:${sleeping}
    depends_on: [db]
    volumes: ["data:/data"]
  db:${sleeping}
volumes: {data: {}}
`,
    );
    const { name } = stack;
    const opened = await stack.open();
    const first = await stack.run((task) => opened.up({}, task));
    expect(first.plan.steps.map(({ id, after }) => ({ id, after }))).toEqual([
      { id: `network:${name}_default:create`, after: [] },
      { id: `volume:${name}_data:create`, after: [] },
      { id: `container:${name}-db-1:create`, after: [`network:${name}_default:create`] },
      { id: `container:${name}-db-1:start`, after: [`container:${name}-db-1:create`] },
      {
        id: `container:${name}-web-1:create`,
        after: [`network:${name}_default:create`, `volume:${name}_data:create`],
      },
      {
        id: `container:${name}-web-1:start`,
        after: [`container:${name}-web-1:create`, `container:${name}-db-1:start`],
      },
    ]);
    expect(first.status.state).toBe('running');

    const second = await stack.run((task) => opened.up({}, task));
    expect(second.plan).toEqual({
      project: name,
      steps: [],
      unchanged: [
        { kind: 'network', name: `${name}_default` },
        { kind: 'volume', name: `${name}_data` },
        { kind: 'container', name: `${name}-db-1`, service: 'db', number: 1 },
        { kind: 'container', name: `${name}-web-1`, service: 'web', number: 1 },
      ],
    });

    await stack.run((task) => opened.down({ volumes: true }, task));
    expect(await opened.status()).toEqual({ project: name, state: 'absent', containers: [] });
    const left = await engine.docker.listVolumes({ filters: JSON.stringify({ name: [name] }) });
    expect(left.Volumes ?? []).toEqual([]);
  });
});
