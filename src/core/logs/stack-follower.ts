import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerSummary, Engine, EngineEvent } from '../engine/index.ts';
import { EngineRefusedError, EngineUnreachableError } from '../engine/index.ts';
import { Bell } from '../waiting/index.ts';
import { ContainerFollower, isStored } from './container-follower.ts';
import { EngineLog } from './engine-log.ts';
import type { LogContainer, SegmentIndex } from './segment-index.ts';
import { cutTornEnd, SegmentWriter, storedTail } from './segment-writer.ts';
import { Turns } from './turns.ts';

/** What a container of a stack is called there. */
export interface ContainerName {
  id: string;
  name: string;
  service: string;
}

/** How many logs are replayed at once: more is not faster, neither here nor in the engine. */
const replaysAtOnce = 4;

/** Brings the logs of one stack to the store. Only the holder of the stack's log lock may use it. */
export class StackFollower {
  readonly #engine: Engine;
  readonly #project: string;
  readonly #index: SegmentIndex;
  readonly #cap: number;
  readonly #turns = new Turns(replaysAtOnce);
  readonly #running = new Map<string, Promise<void>>();
  /** Rung, by container, when the engine said something that its follower should look at. */
  readonly #news = new Map<string, Bell>();

  constructor(engine: Engine, project: string, index: SegmentIndex, cap: number) {
    this.#engine = engine;
    this.#project = project;
    this.#index = index;
    this.#cap = cap;
  }

  /** Takes over what the engine has now of all containers, a few at once. */
  async catchUp(signal?: AbortSignal): Promise<void> {
    const waiting = await this.#containers(signal);
    const worker = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await this.drain(next, signal);
    };
    await Promise.all(Array.from({ length: 4 }, worker));
  }

  async drain(container: ContainerName, signal?: AbortSignal): Promise<void> {
    await this.#withWriter(container, (writer) =>
      new ContainerFollower(new EngineLog(this.#engine, container.id), writer, this.#turns).catchUp(signal),
    );
  }

  /**
   * For those without the lock: waits until its holder has stored what the engine has now of a container's log.
   * Answers whether it did within that many milliseconds.
   */
  async waitUntilStored(container: ContainerName, patience: number, signal?: AbortSignal): Promise<boolean> {
    const row = this.#index.container(container.id, container.name, container.service);
    const deadline = performance.now() + patience;
    while (!(await this.#isStored(row, signal))) {
      if (performance.now() > deadline) return false;
      await delay(100, undefined, { signal });
    }
    return true;
  }

  /** Follows all containers, those that appear later and over restarts of them and of the engine, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const ours = new AbortController();
    const either = AbortSignal.any([signal, ours.signal]);
    let failure: unknown;
    const start = (container: ContainerName) => {
      this.#tell(container.id);
      if (this.#running.has(container.id)) return;
      const following = this.#followContainer(container, either)
        .catch((thrown) => {
          failure ??= thrown;
          ours.abort();
        })
        .finally(() => this.#running.delete(container.id));
      this.#running.set(container.id, following);
    };
    try {
      await this.#listen(start, either);
    } catch (thrown) {
      if (!either.aborted) failure = thrown;
    } finally {
      ours.abort();
      await Promise.all(this.#running.values());
    }
    if (failure && !signal.aborted) throw failure;
  }

  async #isStored(container: LogContainer, signal: AbortSignal | undefined): Promise<boolean> {
    const tail = await storedTail(this.#index, container);
    return isStored(new EngineLog(this.#engine, container.id), tail, signal);
  }

  async #listen(start: (container: ContainerName) => void, signal: AbortSignal): Promise<void> {
    const labels = [`com.docker.compose.project=${this.#project}`];
    for await (const event of this.#engine.events({ labels }, { signal })) {
      // Both after the first and after each later connection: whatever happened before is looked up.
      if (event.type === 'daemon') for (const container of await this.#present(signal)) start(container);
      else if (event.type === 'container' && (event.action === 'start' || event.action === 'die'))
        start(nameOfEvent(event));
      else if (event.type === 'container' && event.action === 'destroy') this.#tell(event.id);
    }
  }

  async #followContainer(container: ContainerName, signal: AbortSignal): Promise<void> {
    await this.#withWriter(container, async (writer) => {
      const follower = new ContainerFollower(new EngineLog(this.#engine, container.id), writer, this.#turns);
      const news = new Bell();
      this.#news.set(container.id, news);
      while (!signal.aborted) {
        // What is told while the log is read counts, too.
        const told = news.next(signal);
        try {
          if (!(await follower.followRun(signal))) return;
        } catch (thrown) {
          // The container is gone meanwhile, or its driver keeps no log.
          if (signal.aborted || thrown instanceof EngineRefusedError) return;
          // The event stream says when the engine is back.
          if (!(thrown instanceof EngineUnreachableError)) throw thrown;
        }
        await told;
      }
    });
    this.#news.delete(container.id);
  }

  async #withWriter(
    { id, name, service }: ContainerName,
    act: (writer: SegmentWriter) => Promise<void>,
  ): Promise<void> {
    await mkdir(this.#index.folder, { recursive: true, mode: 0o700 });
    const container = this.#index.container(id, name, service);
    const newest = this.#index.segments(container).at(-1);
    if (newest && !newest.sealed) await cutTornEnd(newest.path);
    const writer = new SegmentWriter(this.#index, container, this.#cap);
    try {
      await act(writer);
    } finally {
      writer.close();
    }
  }

  /** None when the engine is gone again: the next connection tells. */
  async #present(signal: AbortSignal): Promise<ContainerName[]> {
    try {
      return await this.#containers(signal);
    } catch (thrown) {
      if (thrown instanceof EngineUnreachableError) return [];
      throw thrown;
    }
  }

  async #containers(signal: AbortSignal | undefined): Promise<ContainerName[]> {
    const labels = [`com.docker.compose.project=${this.#project}`];
    return (await this.#engine.containers.list({ labels }, { signal })).map(nameOf);
  }

  #tell(id: string): void {
    this.#news.get(id)?.ring();
  }
}

function nameOf(container: ContainerSummary): ContainerName {
  return {
    id: container.Id,
    name: (container.Names[0] ?? container.Id).replace(/^\//, ''),
    service: container.Labels['com.docker.compose.service'] ?? '',
  };
}

function nameOfEvent({ id, attributes }: EngineEvent): ContainerName {
  return {
    id,
    name: attributes['name'] ?? id.slice(0, 12),
    service: attributes['com.docker.compose.service'] ?? '',
  };
}
