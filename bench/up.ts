import {
  type BenchEngine,
  BenchProject,
  type BenchService,
  benchEngines,
  blockyardCommand,
  peers,
  WarmCore,
} from './support/contestants.ts';
import { floorDown, floorEngine, floorUp } from './support/floor.ts';
import { alternate, type Contender } from './support/measure.ts';
import { type Comparison, ratioOf, reporter } from './support/report.ts';

/*
 * `up` and `down`: services without dependencies, and a health-gated chain, against the bare engine calls and the peers.
 */

const core = 'blockyard (warm core)';
const command = 'blockyard (command)';
const concurrency = 6;

async function compareUp(
  engine: BenchEngine,
  title: string,
  services: BenchService[],
  targets: { floor: number; peers?: number },
  rounds: number,
): Promise<Comparison> {
  const docker = floorEngine(engine.socket);
  using project = new BenchProject(`bybench-up-${services.length}`, services);
  await using warm = await WarmCore.open(project, engine);
  const floorName = 'floor';
  const clean = () => floorDown(docker, project.name, 16);
  const contenders: Contender[] = [
    { name: floorName, run: () => floorUp(docker, project.name, project.floor(), concurrency), after: clean },
    { name: core, run: () => warm.up(), after: clean },
    ...[blockyardCommand(engine), ...peers(engine)].map((line) => ({
      name: line.name,
      run: () => line.up(project),
      after: clean,
    })),
  ];
  const measurements = await alternate(contenders, rounds);
  return {
    title,
    engine: engine.name,
    measurements,
    ratios: [
      ratioOf(measurements, core, floorName, targets.floor),
      ratioOf(measurements, command, floorName),
      ...peers(engine).map((peer) => ratioOf(measurements, command, peer.name, targets.peers)),
    ],
  };
}

async function compareDown(engine: BenchEngine, count: number, rounds: number): Promise<Comparison> {
  const docker = floorEngine(engine.socket);
  using project = new BenchProject(`bybench-down-${count}`, independent(count));
  await using warm = await WarmCore.open(project, engine);
  const start = () => warm.up();
  const measurements = await alternate(
    [
      { name: 'floor', before: start, run: () => floorDown(docker, project.name, 16) },
      { name: core, before: start, run: () => warm.down() },
      ...[blockyardCommand(engine), ...peers(engine)].map((line) => ({
        name: line.name,
        before: start,
        run: () => line.down(project),
      })),
    ],
    rounds,
  );
  return {
    title: `down, ${count} services`,
    engine: engine.name,
    measurements,
    ratios: [
      ratioOf(measurements, core, 'floor', 1.1),
      ratioOf(measurements, command, 'floor'),
      ...peers(engine).map((peer) => ratioOf(measurements, command, peer.name)),
    ],
  };
}

function independent(count: number): BenchService[] {
  return Array.from({ length: count }, (_, index) => ({ name: `s${index + 1}` }));
}

/** Three deep: two stores, two that need both, one that needs those. */
const chain: BenchService[] = [
  { name: 'a', healthcheck: true },
  { name: 'b', healthcheck: true },
  { name: 'c', healthcheck: true, dependsOn: ['a', 'b'] },
  { name: 'd', healthcheck: true, dependsOn: ['a', 'b'] },
  { name: 'e', dependsOn: ['c', 'd'] },
];

const report = reporter('up');
for (const engine of benchEngines()) {
  report(await compareUp(engine, 'up, a health-gated chain of 5', chain, { floor: 1.15, peers: 0.35 }, 4));
  for (const count of [1, 5, 20, 50])
    report(
      await compareUp(engine, `up, ${count} services`, independent(count), { floor: 1.1 }, count > 5 ? 2 : 6),
    );
  for (const count of [5, 20]) report(await compareDown(engine, count, 3));
}
