import type { EngineEvent } from '../engine/index.ts';
import type { Ending } from './live.ts';

/** How many containers are remembered; the oldest are forgotten. */
const most = 2_000;

/** Names and numbers of signals, as engines tell them. */
const killing = new Set(['9', 'SIGKILL']);
/** How long an engine takes, in milliseconds, from ending its containers until it is gone itself. */
const farewell = 15_000;
/** Sent to have files read or opened anew. What ends after one of them was not stopped. */
const notToEnd = new Set(['1', 'SIGHUP', '10', 'SIGUSR1', '12', 'SIGUSR2']);

/** What a `kill` event was to do: a stop asks first and then kills, `docker kill` does not ask. */
export function meaningOf({ attributes }: Pick<EngineEvent, 'attributes'>): 'ask' | 'kill' | 'other' {
  const signal = attributes['signal'] ?? '';
  if (killing.has(signal)) return 'kill';
  return notToEnd.has(signal) ? 'other' : 'ask';
}

/**
 * How containers ended, which no list tells: whether somebody stopped them, or they died. Known of what happened while
 * this process listened.
 */
export class Endings {
  readonly #endings = new Map<string, Ending>();
  /** When containers died lately, by their ids. */
  readonly #died = new Map<string, number>();
  /** Containers that were sent a signal to end by. */
  readonly #asked = new Set<string>();
  readonly #short = new Set<string>();

  get all(): ReadonlyMap<string, Ending> {
    return this.#endings;
  }

  note(event: EngineEvent): void {
    const { type, action, id } = event;
    if (type !== 'container') return;
    switch (action) {
      case 'kill':
        if (meaningOf(event) !== 'ask') return;
        this.#asked.add(id);
        // Engines tell what happens at one moment in any order.
        if (this.#endings.get(id)?.outOfMemory === false)
          this.#keep(id, { how: 'stopped', outOfMemory: false });
        return;
      case 'oom':
        this.#short.add(id);
        return;
      case 'die':
        this.#died.set(id, Date.now());
        this.#keep(id, {
          how: this.#asked.has(id) || this.#endings.get(id)?.how === 'stopped' ? 'stopped' : 'died',
          outOfMemory: this.#short.has(id),
        });
        this.#asked.delete(id);
        this.#short.delete(id);
        return;
      case 'stop':
        this.#keep(id, { how: 'stopped', outOfMemory: false });
        return;
      case 'start':
      case 'destroy':
        for (const known of [this.#endings, this.#died, this.#asked, this.#short]) known.delete(id);
        return;
    }
  }

  /** The engine went away: what died just before went with it, since an engine that is ended ends its containers first. */
  engineLeft(): void {
    const since = Date.now() - farewell;
    for (const [id, at] of this.#died)
      if (at >= since && this.#endings.get(id)?.outOfMemory === false)
        this.#keep(id, { how: 'stopped', outOfMemory: false });
    this.#died.clear();
  }

  #keep(id: string, ending: Ending): void {
    this.#endings.delete(id);
    this.#endings.set(id, ending);
    const [oldest] = this.#endings.keys();
    if (this.#endings.size <= most || oldest === undefined) return;
    this.#endings.delete(oldest);
    this.#died.delete(oldest);
  }
}
