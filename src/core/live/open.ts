import { type BlockyardError, toBlockyardError } from '../../shared/index.ts';
import { readTeam } from '../catalogues/index.ts';
import { connectEngine, type Engine } from '../engine/index.ts';
import { readSetting, type Store } from '../store/index.ts';
import { pause } from '../waiting/index.ts';
import { Endings } from './endings.ts';
import { Latest } from './latest.ts';
import type { Ending, EngineState, Live, LiveEvent } from './live.ts';
import { EngineSightings } from './sightings.ts';

/** Pauses between attempts to find an engine, in milliseconds. */
const firstPause = 250;
const longestPause = 5_000;

interface LiveOptions {
  store: Store;
  environment: NodeJS.ProcessEnv;
}

/**
 * Connects to the engine and stays with it: one that is not there is looked for again at growing intervals, one that
 * goes away is taken up again where it was left. `DOCKER_HOST` and `DOCKER_CONTEXT` of the environment say which one it
 * is, else the setting `engine`.
 */
export function openLive(options: LiveOptions): Live {
  return new EngineLive(options);
}

class EngineLive implements Live {
  readonly sightings: EngineSightings;
  readonly #options: LiveOptions;
  readonly #state = new Latest<EngineState>();
  readonly #endings = new Endings();
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  readonly #closed = new AbortController();
  /** Those before this one: tasks may still work on them. */
  readonly #retired: Engine[] = [];
  #attempt = new AbortController();
  #engine: Engine | undefined;
  /** Why there is none, while there is none. */
  #problem: BlockyardError | undefined;
  readonly #running: Promise<void>;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#set({ state: 'connecting', since: Date.now() });
    this.sightings = new EngineSightings(this);
    this.#running = this.#run();
  }

  get state(): EngineState {
    return this.#state.value as EngineState;
  }

  get left(): AbortSignal {
    return this.#attempt.signal;
  }

  get endings(): ReadonlyMap<string, Ending> {
    return this.#endings.all;
  }

  async engine({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<Engine> {
    const either = signal ? AbortSignal.any([signal, this.#closed.signal]) : this.#closed.signal;
    for await (const { state } of this.#state.follow(either)) {
      if (state === 'connected' && this.#engine) return this.#engine;
      if (state === 'away' && this.#problem) throw this.#problem;
    }
    either.throwIfAborted();
    throw new Error('The connection to the engine was closed.');
  }

  followEngine(signal: AbortSignal): AsyncIterable<EngineState> {
    return this.#state.follow(signal);
  }

  onEvent(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  reconnect(): void {
    this.sightings.forget();
    this.#connectingAgain();
    this.#attempt.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    this.#attempt.abort();
    await this.#running;
    this.#state.close();
    await Promise.all(this.#retired.map((engine) => engine.close()));
  }

  async #run(): Promise<void> {
    for (let delay = firstPause; !this.#closed.signal.aborted; ) {
      const attempt = new AbortController();
      this.#attempt = attempt;
      try {
        await this.#connect(attempt.signal);
        delay = firstPause;
        await this.#listen(attempt.signal);
      } catch (thrown) {
        if (attempt.signal.aborted) {
          delay = this.#connectingAgain();
        } else {
          this.#lost(toBlockyardError(thrown));
          await pause(delay, attempt.signal);
          delay = Math.min(delay * 2, longestPause);
          if (attempt.signal.aborted) delay = this.#connectingAgain();
        }
      } finally {
        attempt.abort();
        if (this.#engine) this.#retired.push(this.#engine);
        this.#engine = undefined;
      }
    }
  }

  /** Answers the pause to begin with. */
  #connectingAgain(): number {
    this.#set({ state: 'connecting', since: Date.now() });
    return firstPause;
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { store, environment } = this.#options;
    this.#engine = await connectEngine({
      environment,
      imageMap: readSetting(store, 'image-map'),
      teamImageMap: (await readTeam(store.folder))?.imageMap,
      chosen: readSetting(store, 'engine'),
      signal,
    });
  }

  /** Until it is told to connect anew, or the engine says what cannot be mended by waiting. */
  async #listen(signal: AbortSignal): Promise<void> {
    const engine = this.#engine as Engine;
    const events = engine.events({}, { signal, onLost: (error) => this.#lost(error) });
    for await (const event of events) {
      if (event.type !== 'daemon') {
        this.#endings.note(event);
        this.#tell({ kind: 'event', event });
      } else if (event.action === 'connected' || event.action === 'reconnected') this.#found(engine, signal);
    }
    signal.throwIfAborted();
  }

  #found(engine: Engine, signal: AbortSignal): void {
    this.#problem = undefined;
    const state = { state: 'connected', since: Date.now(), info: engine.info } as const;
    this.#set(state);
    this.#tell({ kind: 'again' });
    engine.details({ signal }).then(
      (machine) => this.state === state && this.#set({ ...state, machine }),
      // A view can do without; what keeps it from answering is told by the events.
      () => {},
    );
  }

  #lost(error: BlockyardError): void {
    const before = this.state;
    this.#problem = error;
    const info = before.state === 'connecting' ? undefined : before.info;
    const since = before.state === 'away' ? before.since : Date.now();
    this.#set({ state: 'away', since, error: error.toJSON(), info });
    if (before.state === 'away') return;
    this.#endings.engineLeft();
    this.#tell({ kind: 'again' });
  }

  #set(state: EngineState): void {
    this.#state.set(state);
  }

  #tell(event: LiveEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
