import { expect, it } from 'vitest';
import { connectTo, describeOnEachEngine, runningContainer, uniqueName } from '../support/index.ts';

describeOnEachEngine('networks and volumes', (testEngine) => {
  it('make containers known to each other by name', async () => {
    await using engine = await connectTo(testEngine);
    const { networks } = engine;
    const name = uniqueName('net');
    const id = await networks.create(name, { Labels: { purpose: name } });
    try {
      expect(await networks.list({ labels: [`purpose=${name}`] })).toMatchObject([{ Name: name, Id: id }]);
      expect(await networks.list({ names: [name.slice(0, -2)] })).toEqual([]);
      await using one = await runningContainer(engine);
      await networks.disconnect('none', one.id);
      await networks.connect(name, one.id, { Aliases: ['database'] });
      expect(Object.keys((await networks.inspect(name))?.Containers ?? {})).toEqual([one.id]);
      const { output } = await engine.containers.exec(one.id, { command: ['getent', 'hosts', 'database'] });
      expect(output).toMatch(/^\d+\.\d+\.\d+\.\d+ +database\n$/);
      await expect(networks.remove(name)).rejects.toMatchObject({ code: 'resource-in-use' });
      await networks.disconnect(name, one.id, { force: true });
      await expect(networks.create(name, {})).rejects.toMatchObject({ code: 'name-conflict' });
    } finally {
      await networks.remove(name);
    }
    await networks.remove(name);
    expect(await networks.inspect(name)).toBeUndefined();
  });

  it('whose addresses overlap are refused with what to do', async () => {
    await using engine = await connectTo(testEngine);
    const name = uniqueName('net');
    const ranges = { IPAM: { Config: [{ Subnet: '10.213.77.0/24' }] } };
    await engine.networks.create(name, ranges);
    try {
      await expect(engine.networks.create(`${name}-2`, ranges)).rejects.toMatchObject({
        code: 'engine-refused',
        remedy: expect.stringContaining('subnet of its own'),
      });
    } finally {
      await engine.networks.remove(name);
    }
  });

  it('volumes are made, found, guarded while in use, and removed', async () => {
    await using engine = await connectTo(testEngine);
    const { volumes } = engine;
    const name = uniqueName('volume');
    await volumes.create(name, { Labels: { purpose: name } });
    try {
      const made = await volumes.inspect(name);
      expect(made).toMatchObject({ Name: name, Driver: 'local', Labels: { purpose: name } });
      expect(await volumes.list({ names: [name] })).toEqual([made]);
      expect(await volumes.list({ labels: [`purpose=${name}`] })).toEqual([made]);
      await using container = await runningContainer(engine, ['sleep', 'infinity'], {
        HostConfig: { Binds: [`${name}:/data`] },
      });
      await expect(volumes.remove(name)).rejects.toMatchObject({ code: 'resource-in-use' });
      await engine.containers.remove(container.id, { force: true });
    } finally {
      await volumes.remove(name);
    }
    await volumes.remove(name);
    expect(await volumes.inspect(name)).toBeUndefined();
  });
});
