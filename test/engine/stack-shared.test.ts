import { expect, it } from 'vitest';
import type { BlockyardError } from '../../src/shared/index.ts';
import { describeOnEachEngine } from '../support/index.ts';
import { testStack } from '../support/stack.ts';

const sleeping = `
    image: debian:12-slim
    init: true
    command: sleep infinity
    stop_grace_period: 1s`;

describeOnEachEngine('what services share', (engine) => {
  it('volumes, processes, memory and names of another service', async () => {
    await using stack = await testStack(
      engine,
      `services:
  db:${sleeping}
    ipc: shareable
    volumes: ["/shared"]
  web:${sleeping}
    volumes_from: ["db:ro"]
    pid: service:db
    ipc: service:db
    links: ["db:database"]
`,
    );
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    const inside = async (service: string, command: string) =>
      (await stack.engine.containers.exec(`${stack.name}-${service}-1`, { command: ['sh', '-c', command] }))
        .output;
    await inside('db', 'echo hello > /shared/file');
    expect(
      await inside(
        'web',
        'cat /shared/file; touch /shared/other 2>&1; getent hosts database > /dev/null && echo found',
      ),
    ).toMatch(/^hello\ntouch: .*Read-only file system\nfound\n$/);
    const namespaces = 'readlink /proc/self/ns/ipc /proc/self/ns/pid';
    expect(await inside('web', namespaces)).toBe(await inside('db', namespaces));
    expect((await opened.plan()).steps).toEqual([]);

    const forced = await stack.run((task) => opened.up({ services: ['db'], forceRecreate: true }, task));
    expect(forced.plan.steps.map(({ id }) => id.replace(`${stack.name}-`, ''))).toEqual([
      'container:db-1:recreate',
      'container:db-1:start',
    ]);
    // What is left holding on to the old one follows with the next `up`.
    const next = await opened.plan();
    expect(next.steps.map(({ id, causes }) => [id.replace(`${stack.name}-`, ''), causes[0]?.text])).toEqual([
      ['container:web-1:recreate', 'dependency db recreated'],
      ['container:web-1:start', 'dependency db recreated'],
    ]);
  });

  it('networks and volumes that are external, or missing', async () => {
    const compose = (name: string): string => `services:
  web:${sleeping}
    networks: [outer]
    volumes: ["outer:/data"]
networks: { outer: { external: true, name: ${name}-outer } }
volumes: { outer: { external: true, name: ${name}-outer } }
`;
    await using stack = await testStack(engine, 'services: {}');
    const name = `${stack.name}-outer`;
    await stack.write({ 'compose.yaml': compose(stack.name) });
    const opened = await stack.open();
    const error = await stack
      .run((task) => opened.up({}, task))
      .catch((thrown: BlockyardError) => thrown.toJSON());
    expect(error).toMatchObject({
      message: `The external network ${name} does not exist.`,
      where: { line: 9 },
      remedy: `Create it with \`docker network create ${name}\`, or remove \`external: true\`.`,
    });
    await engine.docker.createNetwork({ Name: name });
    await engine.docker.createVolume({ Name: name });
    await stack.run((task) => opened.up({}, task));
    expect((await opened.plan()).steps).toEqual([]);
    await stack.run((task) => opened.down({ volumes: true }, task));
    expect(await stack.engine.networks.inspect(name)).toBeDefined();
    expect(await stack.engine.volumes.inspect(name)).toBeDefined();
  });

  it('a volume that was there before is used as it is, and that is told', async () => {
    await using stack = await testStack(
      engine,
      `services:\n  web:${sleeping}\n    volumes: ["data:/data"]\nvolumes: { data: {} }\n`,
    );
    await engine.docker.createVolume({ Name: `${stack.name}_data` });
    const opened = await stack.open();
    const { warnings } = await stack.run((task) => opened.up({}, task));
    expect(warnings.map(({ message }) => message)).toEqual([
      `The volume ${stack.name}_data was not made by this project; it is used as it is.`,
    ]);
    expect((await opened.plan()).steps).toEqual([]);
  });
});
