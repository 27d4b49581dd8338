import type { CoreClient } from '../../shared/contract/index.ts';
import type { ErrorData } from '../../shared/index.ts';
import type { Connection } from './connection.ts';
import { keepFollowing } from './follow.ts';

export interface BatchesOptions<Batch, Checkpoint> {
  /** Asks for the stream after the checkpoint (undefined: from the start), under the name by which it is paced. */
  open(
    core: CoreClient,
    from: { after: NoInfer<Checkpoint> | undefined; stream: string },
    signal: AbortSignal,
  ): Promise<AsyncIterable<Batch>>;
  /** Where the stream is after this batch; undefined for one that does not say. */
  checkpointOf(batch: NoInfer<Batch>): Checkpoint | undefined;
  /** Works a batch off; the core sends more once this is done. */
  take(batch: NoInfer<Batch>): void | Promise<void>;
  /** `live` with each batch after a loss, `stale` while the connection is away, `failed` with the core's reason. */
  onState?(state: 'live' | 'stale' | { error: ErrorData }): void;
  /** Where to begin; default: from the start. */
  after?: Checkpoint | undefined;
  signal: AbortSignal;
}

let streams = 0;

/**
 * Follows a stream where each batch counts: goes on after the last checkpoint when the connection was lost, so that nothing
 * is missed or comes twice, and acknowledges what was worked off. Resolves when the stream has ended by itself.
 */
export function followBatchesOf<Batch, Checkpoint>(
  connection: Connection,
  options: BatchesOptions<Batch, Checkpoint>,
): Promise<'ended' | 'aborted'> {
  let after = options.after;
  let acknowledger: Acknowledger | undefined;
  return keepFollowing({
    connection,
    signal: options.signal,
    open: (signal) => {
      const stream = `batches-${++streams}`;
      acknowledger = new Acknowledger(connection.core, stream);
      return options.open(connection.core, { after, stream }, signal);
    },
    take: async (batch) => {
      await options.take(batch);
      after = options.checkpointOf(batch) ?? after;
      options.onState?.('live');
      acknowledger?.tookOne();
    },
    onLost: (error) => options.onState?.(error ? { error } : 'stale'),
  });
}

/** Tells the core how many batches of a stream were worked off; never more than one call under way. */
class Acknowledger {
  readonly #core: CoreClient;
  readonly #stream: string;
  #taken = 0;
  #told = 0;
  #telling = false;

  constructor(core: CoreClient, stream: string) {
    this.#core = core;
    this.#stream = stream;
  }

  tookOne(): void {
    this.#taken++;
    if (!this.#telling) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#telling = true;
    try {
      while (this.#told < this.#taken) {
        const taken = this.#taken;
        await this.#core.streams.acknowledge({ stream: this.#stream, batches: taken });
        this.#told = taken;
      }
    } catch {
      // The connection went away, and with it the stream of this name.
    } finally {
      this.#telling = false;
    }
  }
}
