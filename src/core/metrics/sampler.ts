import { type ContainerCounters, type Engine, EngineRefusedError } from '../engine/index.ts';
import type { Usage } from './metrics.ts';
import { sumOf, usageBetween } from './rates.ts';

/** A running container of a project. */
export interface MeasuredContainer {
  id: string;
  service: string;
}

/** How many containers are asked for at once: up to Engine 26 at least some answer at their next full second only. */
const atOnce = 64;

/** Measures the containers of one project: each look is compared with the one before. */
export class Sampler {
  #before = new Map<string, ContainerCounters>();

  /** By service; one that was seen for the first time is left out, as nothing is known of its rates yet. */
  async sample(
    engine: Engine,
    containers: readonly MeasuredContainer[],
    machineMemory: number | undefined,
    signal: AbortSignal,
  ): Promise<Record<string, Usage>> {
    const now = await countersOf(engine, containers, signal);
    const usages = new Map<string, [Usage, ...Usage[]]>();
    for (const { id, service } of containers) {
      const [before, counters] = [this.#before.get(id), now.get(id)];
      const usage = before && counters && usageBetween(before, counters);
      if (!usage) continue;
      const had = usages.get(service);
      if (had) had.push(usage);
      else usages.set(service, [usage]);
    }
    this.#before = now;
    return Object.fromEntries([...usages].map(([service, its]) => [service, sumOf(its, machineMemory)]));
  }
}

async function countersOf(
  engine: Engine,
  containers: readonly MeasuredContainer[],
  signal: AbortSignal,
): Promise<Map<string, ContainerCounters>> {
  const found = new Map<string, ContainerCounters>();
  const waiting = [...containers];
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const counters = await engine.containers.statsOnce(next.id, { signal }).catch(refused);
      if (counters) found.set(next.id, counters);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, containers.length) }, worker));
  return found;
}

/** One that is about to end has no figures; that is no reason to have none of the others. */
function refused(thrown: unknown): undefined {
  if (!(thrown instanceof EngineRefusedError)) throw thrown;
}
