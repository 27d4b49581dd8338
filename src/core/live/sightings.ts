import { toBlockyardError } from '../../shared/index.ts';
import type { EngineEvent } from '../engine/index.ts';
import { OutsideHealth, seeProjects } from '../stack/index.ts';
import { Expectations } from './expectations.ts';
import { Latest } from './latest.ts';
import type { Live, LiveEvent, Sighting, Sightings } from './live.ts';

/** How long changes are gathered before the one look at them, in milliseconds. */
const shortestPause = 30;
/** A look that takes long, since there is much to see, is not taken as often. */
const pausePerLook = 2;
/** After a look that failed although the engine is there. */
const failurePause = 1_000;

/** What happens in a container all the time (probes above all) changes nothing that a list shows. */
const silent = /^(exec_|attach|detach|resize|top|archive-path|extract-to-dir|export|copy|commit)/;

export class EngineSightings implements Sightings {
  readonly #live: Pick<Live, 'engine' | 'onEvent' | 'state'>;
  #lastSeen: Sighting = { projects: [] };
  #following: Following | undefined;
  #followers = 0;
  /** Grows with each engine. */
  #era = 0;

  constructor(live: Pick<Live, 'engine' | 'onEvent' | 'state'>) {
    this.#live = live;
  }

  async *follow(signal: AbortSignal): AsyncGenerator<Sighting> {
    this.#followers++;
    this.#following ??= new Following(this.#live, (stopped, outside) => this.#see(stopped, outside));
    try {
      yield* this.#following.sightings.follow(signal);
    } finally {
      if (--this.#followers === 0) {
        this.#following.stop();
        this.#following = undefined;
      }
    }
  }

  async now(signal?: AbortSignal): Promise<Sighting> {
    return this.#following?.sightings.value ?? (await this.#see(signal, undefined));
  }

  /** What was seen on one engine is not to be shown as that of another. */
  forget(): void {
    this.#era++;
    this.#lastSeen = { projects: [] };
  }

  async #see(signal: AbortSignal | undefined, outside: OutsideHealth | undefined): Promise<Sighting> {
    const era = this.#era;
    const sighting = await this.#look(signal, outside);
    // A look that was under way when another engine was chosen.
    if (era !== this.#era) return await this.#see(signal, outside);
    if (!sighting.problem) this.#lastSeen = sighting;
    return sighting;
  }

  async #look(signal: AbortSignal | undefined, outside: OutsideHealth | undefined): Promise<Sighting> {
    try {
      const engine = await this.#live.engine({ signal });
      return { projects: await seeProjects(engine, { signal, outside }), at: Date.now() };
    } catch (thrown) {
      signal?.throwIfAborted();
      return { ...this.#lastSeen, problem: toBlockyardError(thrown) };
    }
  }
}

type See = (signal: AbortSignal, outside: OutsideHealth) => Promise<Sighting>;

/** Looks again after every burst of changes, for as long as there are followers. */
class Following {
  readonly sightings = new Latest<Sighting>();
  readonly #live: Pick<Live, 'engine' | 'onEvent' | 'state'>;
  readonly #see: See;
  /** Of containers that the engine does not probe. */
  readonly #outside: OutsideHealth;
  readonly #stopped = new AbortController();
  readonly #stopListening: () => void;
  readonly #expectations = new Expectations();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #changed = false;
  #pause = shortestPause;

  constructor(live: Pick<Live, 'engine' | 'onEvent' | 'state'>, see: See) {
    this.#live = live;
    this.#see = see;
    const engine = () => live.engine({ signal: this.#stopped.signal });
    this.#outside = new OutsideHealth(engine, () => this.#lookIn(0));
    this.#stopListening = live.onEvent((event) => this.#on(event));
    this.#look();
  }

  stop(): void {
    this.#stopped.abort();
    this.#outside.stop();
    this.#stopListening();
    clearTimeout(this.#timer);
    this.sightings.close();
  }

  #on(event: LiveEvent): void {
    if (event.kind === 'again') {
      this.#expectations.clear();
      this.#lookIn(0);
    } else if (changesContainers(event.event)) {
      this.#expectations.note(event.event);
      this.#showExpected();
      this.#lookIn(this.#pause);
    }
  }

  /** What the event alone tells need not wait for the list. */
  #showExpected(): void {
    const last = this.sightings.value;
    if (!last || last.problem) return;
    const projects = this.#expectations.applyTo(last.projects);
    if (projects !== last.projects) this.sightings.set({ ...last, projects });
  }

  #lookIn(milliseconds: number): void {
    if (this.#stopped.signal.aborted) return;
    this.#changed = true;
    if (this.#looking || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#look();
    }, milliseconds).unref();
  }

  async #look(): Promise<void> {
    this.#looking = true;
    this.#changed = false;
    const begun = performance.now();
    try {
      const sighting = await this.#see(this.#stopped.signal, this.#outside);
      const unsettled = sighting.problem ? undefined : this.#expectations.settle(sighting.projects);
      this.sightings.set({ ...sighting, projects: this.#expectations.applyTo(sighting.projects) });
      this.#pause = Math.max(shortestPause, (performance.now() - begun) * pausePerLook);
      this.#looking = false;
      if (this.#changed) this.#lookIn(this.#pause);
      else if (unsettled !== undefined) this.#lookIn(unsettled);
      else if (sighting.problem && this.#live.state.state === 'connected') this.#lookIn(failurePause);
    } catch (thrown) {
      // Only its end ends it.
      if (!this.#stopped.signal.aborted) throw thrown;
    }
  }
}

function changesContainers({ type, action }: EngineEvent): boolean {
  return type === 'container' && !silent.test(action);
}
