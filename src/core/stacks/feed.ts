import { Latest } from '../live/index.ts';

/** Between two states for one follower, in milliseconds. */
const pauseMilliseconds = 100;

export interface FeedSource<State> {
  /** Makes the state from what is known now. Whatever it throws ends the followers with it. */
  compose(): Promise<State>;
  /** Listens for all that the state is made from; answers how to stop. */
  listen(changed: () => void): () => void;
}

/**
 * A state that is made anew after each change, once for all its followers, and told when it is another one. While
 * nobody follows, nobody listens.
 */
export class Feed<State> {
  readonly #source: FeedSource<State>;
  #run: Run<State> | undefined;
  #followers = 0;

  constructor(source: FeedSource<State>) {
    this.#source = source;
  }

  async *follow(signal: AbortSignal): AsyncGenerator<State, void> {
    this.#followers++;
    this.#run ??= new Run(this.#source);
    const run = this.#run;
    try {
      for await (const made of run.states.follow(signal, pauseMilliseconds)) {
        if ('thrown' in made) throw made.thrown;
        yield made.state;
      }
    } finally {
      if (--this.#followers === 0) {
        run.stop();
        this.#run = undefined;
      }
    }
  }
}

class Run<State> {
  readonly states = new Latest<{ state: State } | { thrown: unknown }>();
  readonly #source: FeedSource<State>;
  readonly #stopListening: () => void;
  #composing = false;
  #changed = false;
  #stopped = false;
  #last: string | undefined;

  constructor(source: FeedSource<State>) {
    this.#source = source;
    this.#stopListening = source.listen(() => void this.#compose());
  }

  stop(): void {
    this.#stopped = true;
    this.#stopListening();
    this.states.close();
  }

  async #compose(): Promise<void> {
    this.#changed = true;
    if (this.#composing) return;
    this.#composing = true;
    try {
      while (this.#changed && !this.#stopped) {
        this.#changed = false;
        this.#tell(await this.#source.compose());
      }
    } catch (thrown) {
      if (!this.#stopped) this.states.set({ thrown });
    } finally {
      this.#composing = false;
    }
  }

  #tell(state: State): void {
    const text = JSON.stringify(state);
    if (text === this.#last || this.#stopped) return;
    this.#last = text;
    this.states.set({ state });
  }
}
