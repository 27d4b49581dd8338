import type { CallOptions, ContainerSummary, Engine } from '../engine/index.ts';
import { labelNames } from './labels.ts';
import { observedContainer } from './observe.ts';
import type { OutsideHealth } from './outside-health.ts';
import { dependenciesOf } from './project-from-engine.ts';
import type { KnownProject, SeenProject } from './stack.ts';
import { stateOf } from './state-of.ts';
import { containerStatus, inOrder } from './status.ts';

/** The projects that have containers on the engine, by name. One list call. */
export async function listProjects(engine: Engine, options: CallOptions = {}): Promise<KnownProject[]> {
  return (await seeProjects(engine, options)).map(({ name, folder, files, containers }): KnownProject => {
    const own = containers.filter(({ oneOff }) => !oneOff);
    return {
      name,
      // One that only `run` has used is what its containers are.
      state: stateOf(own.length > 0 ? own : containers),
      containers: containers.length,
      running: containers.filter(({ state }) => state === 'running').length,
      ...(folder !== undefined && { folder }),
      files,
    };
  });
}

/**
 * The same with all their containers; none counts as an orphan, since only the files could tell. One list call. Health
 * of those that are probed from outside is what `outside` knows.
 */
export async function seeProjects(
  engine: Engine,
  { outside, ...options }: CallOptions & { outside?: OutsideHealth | undefined } = {},
): Promise<SeenProject[]> {
  const summaries = await engine.containers.list({ labels: [labelNames.project] }, options);
  outside?.keepOnly(new Set(summaries.flatMap(({ Id, State }) => (State === 'running' ? [Id] : []))));
  const observed = (summary: ContainerSummary) => {
    const container = observedContainer(summary);
    return outside ? { ...container, health: outside.of(container) } : container;
  };
  const byName = new Map<string, ContainerSummary[]>();
  for (const summary of summaries) {
    const name = summary.Labels?.[labelNames.project] ?? '';
    const its = byName.get(name);
    if (its) its.push(summary);
    else byName.set(name, [summary]);
  }
  return [...byName]
    .map(([name, its]): SeenProject => {
      const { Labels: labels = {} } = its.reduce((one, other) => (other.Created > one.Created ? other : one));
      const folder = labels[labelNames.workingDirectory];
      return {
        name,
        ...(folder !== undefined && { folder }),
        files: (labels[labelNames.configFiles] ?? '').split(',').filter((file) => file !== ''),
        dependencies: Object.fromEntries(
          its.map(({ Labels: own }) => [
            own?.[labelNames.service] ?? '',
            dependenciesOf(own?.[labelNames.dependsOn]),
          ]),
        ),
        containers: its.map((summary) => containerStatus(observed(summary), false, engine)).sort(inOrder),
      };
    })
    .sort((one, other) => one.name.localeCompare(other.name));
}
