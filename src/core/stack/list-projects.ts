import type { CallOptions, ContainerSummary, Engine } from '../engine/index.ts';
import { labelNames } from './labels.ts';
import { observedContainer } from './observe.ts';
import type { KnownProject } from './stack.ts';
import { stateOf } from './status.ts';

/** The projects that have containers on the engine, by name. One list call. */
export async function listProjects(engine: Engine, options: CallOptions = {}): Promise<KnownProject[]> {
  const summaries = await engine.containers.list({ labels: [labelNames.project] }, options);
  const byName = new Map<string, ContainerSummary[]>();
  for (const summary of summaries) {
    const name = summary.Labels?.[labelNames.project] ?? '';
    byName.set(name, [...(byName.get(name) ?? []), summary]);
  }
  return [...byName]
    .map(([name, its]): KnownProject => {
      const containers = its.map(observedContainer);
      const own = containers.filter(({ oneOff }) => !oneOff);
      const { Labels: labels = {} } = its.reduce((one, other) => (other.Created > one.Created ? other : one));
      const folder = labels[labelNames.workingDirectory];
      return {
        name,
        // One that only `run` has used is what its containers are.
        state: stateOf(own.length > 0 ? own : containers),
        containers: containers.length,
        running: containers.filter(({ state }) => state === 'running').length,
        ...(folder !== undefined && { folder }),
        files: (labels[labelNames.configFiles] ?? '').split(',').filter((file) => file !== ''),
      };
    })
    .sort((one, other) => one.name.localeCompare(other.name));
}
