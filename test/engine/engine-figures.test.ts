import { expect, it } from 'vitest';
import type { ContainerStats } from '../../src/core/engine/index.ts';
import { connectTo, createdContainer, describeOnEachEngine, runningContainer } from '../support/index.ts';

describeOnEachEngine('figures', (testEngine) => {
  it('of a busy container show what it does', async () => {
    await using engine = await connectTo(testEngine);
    const hold = 'x=$(head -c 20000000 /dev/zero | tr "\\0" x); while :; do :; done';
    await using container = await runningContainer(engine, ['sh', '-c', hold], {
      HostConfig: { NetworkMode: 'default', Memory: 256 * 1024 * 1024 },
    });
    const samples: ContainerStats[] = [];
    // It takes a while on a busy machine until it is at full work.
    for await (const sample of engine.containers.stats(container.id)) {
      samples.push(sample);
      if (sample.cpuPercent > 1 && sample.memoryUsed > 15e6 && sample.processes >= 2) break;
    }
    const last = samples.at(-1);
    expect(last).toEqual({
      time: expect.any(Number),
      cpuPercent: expect.any(Number),
      memoryUsed: expect.any(Number),
      memoryLimit: 256 * 1024 * 1024,
      networkReceived: expect.any(Number),
      networkSent: expect.any(Number),
      blockRead: expect.any(Number),
      blockWritten: expect.any(Number),
      processes: expect.any(Number),
    });
    expect(samples.map(({ time }) => time)).toEqual(samples.map(({ time }) => time).sort());
  });

  it('of a container that does not run are zero', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await createdContainer(engine, ['true']);
    for await (const { time, ...rest } of engine.containers.stats(container.id)) {
      expect(time).toBeGreaterThan(Date.UTC(2020));
      expect(new Set(Object.values(rest))).toEqual(new Set([0]));
      break;
    }
  });

  it('of one look are counters; a container that does not run, or is gone, has none', async () => {
    await using engine = await connectTo(testEngine);
    await using busy = await runningContainer(engine, ['sh', '-c', 'while :; do :; done'], {
      HostConfig: { Memory: 64 * 1024 * 1024 },
    });
    const before = await engine.containers.statsOnce(busy.id);
    expect(before).toMatchObject({ memoryLimit: 64 * 1024 * 1024, time: expect.any(Number) });
    const cpuTime = async () => (await engine.containers.statsOnce(busy.id))?.cpuTime;
    await expect.poll(cpuTime, { timeout: 20_000 }).toBeGreaterThan(before?.cpuTime ?? 0);
    await using created = await createdContainer(engine, ['true']);
    expect(await engine.containers.statsOnce(created.id)).toBeUndefined();
    await engine.containers.remove(created.id);
    expect(await engine.containers.statsOnce(created.id)).toBeUndefined();
  });

  it('of the engine are those that it tells others', async () => {
    await using engine = await connectTo(testEngine);
    const info = await testEngine.docker.info();
    expect(await engine.details()).toEqual({
      system: info.OperatingSystem,
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      rootless: false,
      cpus: info.NCPU,
      memory: info.MemTotal,
      rootFolder: info.DockerRootDir,
      storageDriver: info.Driver,
      loggingDriver: info.LoggingDriver,
      warnings: info.Warnings ?? [],
      time: expect.any(Number),
    });
    expect((await engine.diskUsage()).images).toBeGreaterThan(1e6);
  });
});
