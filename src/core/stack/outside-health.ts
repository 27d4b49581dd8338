import { setTimeout as delay } from 'node:timers/promises';
import type { CallOptions, Engine } from '../engine/index.ts';
import type { ObservedContainer } from './observe.ts';
import { type OutsideProbe, OutsideProber } from './outside-probe.ts';

type Health = ObservedContainer['health'];

/** Between two questions to a service that is not ready yet, in milliseconds. */
const startingPause = 1_000;
/** The shortest to one that is. */
const readyPause = 5_000;
/** Where a helper has to be made for each. */
const helperPause = 60_000;

/**
 * Health of containers whose probe is carried out from outside: the engine knows nothing of it. Each that was asked about
 * is probed until it is gone or this is stopped; `changed` is called when one's health is another than before.
 */
export class OutsideHealth {
  readonly #engine: () => Promise<Engine>;
  readonly #changed: () => void;
  readonly #watched = new Map<string, { health: Health; stop: AbortController }>();

  constructor(engine: () => Promise<Engine>, changed: () => void) {
    this.#engine = engine;
    this.#changed = changed;
  }

  /** As it is known now; one that is new is `starting`. */
  of(container: ObservedContainer): Health {
    const { id, outsideProbe, state } = container;
    if (!outsideProbe || state !== 'running') return container.health;
    let watched = this.#watched.get(id);
    if (!watched) {
      watched = { health: 'starting', stop: new AbortController() };
      this.#watched.set(id, watched);
      void this.#watch(id, outsideProbe, watched.stop.signal);
    }
    return watched.health;
  }

  /** Those that do not run any more are left alone. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const [id, { stop }] of this.#watched) {
      if (ids.has(id)) continue;
      stop.abort();
      this.#watched.delete(id);
    }
  }

  stop(): void {
    this.keepOnly(new Set());
  }

  async #watch(id: string, probe: OutsideProbe, signal: AbortSignal): Promise<void> {
    const begun = performance.now();
    const limit = probe.startPeriod + probe.retries * probe.interval;
    let wasReady = false;
    let failures = 0;
    try {
      while (!signal.aborted) {
        const { passed, byHelper } = await askOnce(await this.#engine(), id, probe, signal);
        failures = passed ? 0 : failures + 1;
        wasReady ||= passed;
        const overdue = wasReady ? failures >= probe.retries : performance.now() - begun > limit;
        if (passed) this.#set(id, 'healthy');
        else if (overdue) this.#set(id, 'unhealthy');
        const pause = passed || overdue ? Math.max(probe.interval, readyPause) : startingPause;
        await delay(byHelper && passed ? Math.max(pause, helperPause) : pause, undefined, {
          signal,
          ref: false,
        });
      }
    } catch {
      // It is gone, or the engine is: the next look asks anew.
      if (!signal.aborted) this.#watched.delete(id);
    }
  }

  #set(id: string, health: Health): void {
    const watched = this.#watched.get(id);
    if (!watched || watched.health === health) return;
    watched.health = health;
    this.#changed();
  }
}

async function askOnce(engine: Engine, id: string, probe: OutsideProbe, signal: AbortSignal) {
  await using prober = new OutsideProber(engine, probe);
  const details = await engine.containers.inspect(id, { signal });
  if (!details?.State.Running) throw new Error('It does not run.');
  const { passed } = await prober.ask(details, signal);
  return { passed, byHelper: prober.usedHelper };
}

/** The containers with the health of those that are probed from outside, asked once and now. */
export async function withOutsideHealth(
  engine: Engine,
  containers: readonly ObservedContainer[],
  { signal = new AbortController().signal }: CallOptions,
): Promise<ObservedContainer[]> {
  return await Promise.all(
    containers.map(async (container): Promise<ObservedContainer> => {
      const { id, outsideProbe, state } = container;
      if (!outsideProbe || state !== 'running') return container;
      const quick = { ...outsideProbe, timeout: Math.min(outsideProbe.timeout, 2_000) };
      const passed = await askOnce(engine, id, quick, signal).then(
        (it) => it.passed,
        () => false,
      );
      signal.throwIfAborted();
      if (passed) return { ...container, health: 'healthy' };
      const age = Date.now() - container.createdAt;
      const limit = outsideProbe.startPeriod + outsideProbe.retries * outsideProbe.interval;
      return { ...container, health: age < limit ? 'starting' : 'unhealthy' };
    }),
  );
}
