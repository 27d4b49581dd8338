/** Work that several callers want at the same time is done once. It is given up when the last of them gives up. */
export class SharedWork<Progress> {
  readonly #running = new Map<string, Running<Progress>>();

  async run(
    key: string,
    work: (tell: (progress: Progress) => void, signal: AbortSignal) => Promise<void>,
    tell: ((progress: Progress) => void) | undefined,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    signal?.throwIfAborted();
    const running = this.#running.get(key) ?? this.#start(key, work);
    const listener = tell ?? (() => {});
    const place = { listener };
    running.places.add(place);
    let leave = () => {};
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(signal?.reason);
    });
    signal?.addEventListener('abort', leave);
    try {
      await Promise.race([running.done, left]);
    } finally {
      signal?.removeEventListener('abort', leave);
      running.places.delete(place);
      if (running.places.size === 0) {
        if (this.#running.get(key) === running) this.#running.delete(key);
        running.abort.abort(signal?.reason);
      }
    }
  }

  #start(
    key: string,
    work: (tell: (progress: Progress) => void, signal: AbortSignal) => Promise<void>,
  ): Running<Progress> {
    const places = new Set<{ listener: (progress: Progress) => void }>();
    const abort = new AbortController();
    const tellAll = (progress: Progress) => {
      for (const { listener } of places) listener(progress);
    };
    const running: Running<Progress> = { places, abort, done: work(tellAll, abort.signal) };
    // Whoever waits hears of a failure; when nobody does any more, nobody needs to.
    running.done.catch(() => {});
    this.#running.set(key, running);
    return running;
  }
}

interface Running<Progress> {
  places: Set<{ listener: (progress: Progress) => void }>;
  abort: AbortController;
  done: Promise<void>;
}
