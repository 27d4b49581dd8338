import { spawnSync } from 'node:child_process';
import {
  type BenchEngine,
  BenchProject,
  benchEngines,
  blockyardCommand,
  cliEntry,
  peers,
  WarmCore,
} from './support/contestants.ts';
import { countCalls } from './support/count-calls.ts';
import { floorDown, floorEngine, floorLists, floorUp } from './support/floor.ts';
import { alternate } from './support/measure.ts';
import { type Comparison, ratioOf, reporter } from './support/report.ts';

/*
 * What is paid when nothing has changed: `up` on a running stack, `ps` of a big one, and the command's own start.
 */

const services = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `s${index + 1}` }));
const command = 'blockyard (command)';

async function nothingToDo(engine: BenchEngine): Promise<Comparison> {
  using project = new BenchProject('bybench-idle', services(50));
  await using warm = await WarmCore.open(project, engine);
  const docker = floorEngine(engine.socket);
  const ours = blockyardCommand(engine);
  const others = peers(engine);
  await warm.up();
  try {
    const core = await alternate(
      [
        { name: 'three list calls', run: () => floorLists(docker, project.name) },
        { name: 'blockyard (warm core)', run: () => warm.up() },
      ],
      40,
    );
    const calls = await countCalls(engine.socket, (socket) => nothingThrough(project, { ...engine, socket }));
    const commands = await alternate([{ name: ours.name, run: () => ours.up(project) }], 7);
    const peerTimes = [];
    for (const other of others) {
      // Each peer's own stack: what is nothing to do for one may be a change for another.
      await floorDown(docker, project.name, 16);
      await other.up(project);
      peerTimes.push(...(await alternate([{ name: other.name, run: () => other.up(project) }], 5)));
    }
    const measurements = [...core, ...commands, ...peerTimes];
    return {
      title: 'up with nothing to do, 50 services',
      engine: engine.name,
      measurements,
      ratios: [
        ratioOf(measurements, 'blockyard (warm core)', 'three list calls', 5),
        ...others.map((other) =>
          ratioOf(
            measurements,
            command,
            other.name,
            other.name.startsWith('docker-compose') ? 0.4 : undefined,
          ),
        ),
      ],
      facts: { engineCalls: calls },
    };
  } finally {
    await floorDown(docker, project.name, 16);
  }
}

async function nothingThrough(project: BenchProject, engine: BenchEngine): Promise<() => Promise<unknown>> {
  const warm = await WarmCore.open(project, engine);
  return async () => {
    await warm.up();
    return () => warm[Symbol.asyncDispose]();
  };
}

async function psOfMany(engine: BenchEngine): Promise<Comparison> {
  using project = new BenchProject('bybench-ps', services(200));
  const docker = floorEngine(engine.socket);
  // Created is enough for a list, and 200 running ones would measure the machine.
  const created = project
    .floor()
    .map((service) => ({ ...service, spec: { ...service.spec, Entrypoint: ['true'] } }));
  await floorUp(docker, project.name, created, 8);
  try {
    const lines = [blockyardCommand(engine), ...peers(engine)];
    const measurements = await alternate(
      lines.map((line) => ({ name: line.name, run: () => line.ps(project) })),
      5,
    );
    return {
      title: 'ps, 200 containers',
      engine: engine.name,
      measurements,
      ratios: peers(engine).map((peer) => ratioOf(measurements, command, peer.name, 0.4)),
    };
  } finally {
    await floorDown(docker, project.name, 16);
  }
}

async function version(): Promise<Comparison> {
  const run = (args: string[]) => async () => {
    const { status } = spawnSync(process.execPath, args);
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  };
  const measurements = await alternate(
    [
      { name: 'node -e 0', run: run(['-e', '0']) },
      { name: 'blockyard --version', run: run([cliEntry, '--version']) },
    ],
    20,
  );
  return {
    title: 'the command’s own start',
    engine: 'none',
    measurements,
    ratios: [ratioOf(measurements, 'blockyard --version', 'node -e 0')],
  };
}

const report = reporter('nothing-to-do');
report(await version());
for (const engine of benchEngines()) {
  report(await nothingToDo(engine));
  report(await psOfMany(engine));
}
