import { expect, it } from 'vitest';
import {
  connectTo,
  createdContainer,
  describeOnEachEngine,
  runningContainer,
  uniqueName,
} from '../support/index.ts';

describeOnEachEngine('containers', (testEngine) => {
  it('tells at once what it is connected to', async () => {
    await using engine = await connectTo(testEngine);
    const { Version, ApiVersion } = await testEngine.docker.version();
    expect(engine.info).toEqual({
      endpoint: { kind: 'socket', path: testEngine.socket },
      source: 'the given address',
      product: 'docker',
      version: Version.replace(/\+.*/, ''),
      apiVersion: ApiVersion,
      operatingSystem: 'linux',
      local: true,
      buildKit: true,
    });
    expect(engine.atLeast('1.41')).toBe(true);
    expect(engine.atLeast(ApiVersion)).toBe(true);
    expect(engine.atLeast('1.100')).toBe(false);
  });

  it('go through their whole life', async () => {
    await using engine = await connectTo(testEngine);
    const { containers } = engine;
    const state = async (id: string) => (await containers.inspect(id))?.State.Status;
    await using container = await createdContainer(engine, ['sleep', 'infinity']);
    const { id, name } = container;
    expect(await state(id)).toBe('created');
    await containers.start(id);
    expect(await state(name)).toBe('running');
    await containers.start(id);
    await containers.pause(id);
    expect(await state(id)).toBe('paused');
    await containers.unpause(id);
    const before = (await containers.inspect(id))?.State.StartedAt;
    await containers.restart(id, { graceSeconds: 0 });
    expect((await containers.inspect(id))?.State.StartedAt).not.toBe(before);
    await containers.rename(id, `${name}-renamed`);
    expect(await containers.inspect(name)).toBeUndefined();
    await containers.stop(id, { graceSeconds: 0 });
    await containers.stop(id);
    expect(await state(id)).toBe('exited');
    await containers.remove(id);
    await containers.remove(id);
    expect(await containers.inspect(id)).toBeUndefined();
  });

  it('are found by labels and by whole names', async () => {
    await using engine = await connectTo(testEngine);
    const label = uniqueName('label');
    await using one = await createdContainer(engine, ['true'], { Labels: { [label]: 'one', both: label } });
    await using two = await createdContainer(engine, ['true'], { Labels: { [label]: 'two', both: label } });
    const found = async (filters: { labels?: string[]; names?: string[] }) =>
      (await engine.containers.list(filters)).map(({ Id }) => Id).sort();
    expect(await found({ labels: [label] })).toEqual([one.id, two.id].sort());
    expect(await found({ labels: [`${label}=two`, `both=${label}`] })).toEqual([two.id]);
    expect(await found({ names: [one.name] })).toEqual([one.id]);
    expect(await found({ names: [one.name.slice(0, -1)] })).toEqual([]);
  });

  it('answer with the code that their process ended with', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await createdContainer(engine, ['sh', '-c', 'exit 7']);
    const nextExit = engine.containers.wait(container.id, { condition: 'next-exit' });
    await engine.containers.start(container.id);
    expect(await nextExit).toBe(7);
    expect(await engine.containers.wait(container.id)).toBe(7);
  });

  it('are stopped with the signal that is asked for', async () => {
    await using engine = await connectTo(testEngine);
    const script = 'trap "exit 3" USR1; trap "exit 4" TERM; echo ready; while :; do sleep 0.01; done';
    await using container = await runningContainer(engine, ['sh', '-c', script]);
    for await (const chunk of engine.containers.logs(container.id, { follow: true }))
      if (chunk.data.includes('ready')) break;
    await engine.containers.stop(container.id, { signalName: 'SIGUSR1', graceSeconds: 30 });
    expect(await engine.containers.wait(container.id)).toBe(3);
  });

  it('list their processes', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine, ['sleep', '12345']);
    const commands = async () => {
      const { Titles, Processes } = await engine.containers.top(container.id);
      const column = Titles.findIndex((title) => /CMD|COMMAND/.test(title));
      return Processes.map((line) => line[column]);
    };
    // The init process is there first.
    await expect.poll(commands).toContainEqual(expect.stringMatching(/^sleep 12345$/));
  });

  it('are removed by two at the same time without an error', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await runningContainer(engine);
    await Promise.all(
      Array.from({ length: 4 }, () => engine.containers.remove(container.id, { force: true })),
    );
    expect(await engine.containers.inspect(container.id)).toBeUndefined();
  });

  it('say what is wrong and what to do', async () => {
    await using engine = await connectTo(testEngine);
    const { containers } = engine;
    await using container = await createdContainer(engine, ['sleep', 'infinity']);
    const name = container.name;

    await expect(containers.create(name, { Image: 'debian:12-slim', Cmd: ['true'] })).rejects.toMatchObject({
      code: 'name-conflict',
      message: expect.stringContaining(`The engine could not create the container ${name}: `),
      remedy: expect.stringContaining('choose another name'),
    });
    await expect(containers.create(`${name}-2`, { Image: 'bytest-no-such:1' })).rejects.toMatchObject({
      code: 'image-not-found',
      message: `The engine could not create the container ${name}-2: No such image: bytest-no-such:1.`,
    });
    await expect(containers.start('bytest-nobody')).rejects.toMatchObject({
      code: 'engine-refused',
      status: 404,
      message: 'The engine could not start the container bytest-nobody: No such container: bytest-nobody.',
    });
    await expect(containers.exec(name, { command: ['true'] })).rejects.toMatchObject({
      code: 'container-exited',
    });
    await containers.start(name);
    await expect(containers.remove(name)).rejects.toMatchObject({ code: 'resource-in-use' });
  });

  it('that want a port which is taken say so', async () => {
    await using engine = await connectTo(testEngine);
    const ports = (port: string) => ({
      ExposedPorts: { '80/tcp': {} },
      HostConfig: { NetworkMode: 'default', PortBindings: { '80/tcp': [{ HostPort: port }] } },
    });
    await using first = await runningContainer(engine, ['sleep', 'infinity'], ports(''));
    const taken = (await engine.containers.inspect(first.id))?.NetworkSettings.Ports['80/tcp']?.[0]?.HostPort;
    await using second = await createdContainer(engine, ['sleep', 'infinity'], ports(taken ?? ''));
    await expect(engine.containers.start(second.id)).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(taken ?? 'no port'),
      remedy: 'Stop what listens on that port, or publish another one.',
    });
  });
});
