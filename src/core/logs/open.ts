import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Endpoint, Engine } from '../engine/index.ts';
import { type Lock, Locked, readSetting, type Store } from '../store/index.ts';
import { LogNotStored } from './errors.ts';
import type { LogQuery, LogRecord, LogStep, StackLogs } from './logs.ts';
import { readSegments } from './read.ts';
import { SegmentIndex, stacksNamed } from './segment-index.ts';
import { type ContainerName, StackFollower } from './stack-follower.ts';

/** Bytes kept for one stack unless the setting `log-bytes` says otherwise. */
const defaultCap = 256 * 1024 * 1024;

/** How long another process that has the lock is waited for while it stores nothing, and how often we look, in milliseconds. */
const drainPatience = 30_000;
const lookMilliseconds = 300;

export interface LogsOptions {
  store: Store;
  engine: Engine;
  /** The Compose project's name. */
  project: string;
}

/** The logs of one stack on one engine. Costs nothing until it is used. */
export function openLogs({ store, engine, project }: LogsOptions): StackLogs {
  const index = indexOf(store, stackOf(engine.info.endpoint, project), project);
  const cap = readSetting(store, 'log-bytes') ?? defaultCap;
  return new KeptLogs(store, index, () => new StackFollower(engine, project, index, cap));
}

/**
 * What is kept of a stack's logs, read without its engine, and no more than that. `endpoint` is where the engine was;
 * where that is not known, it is the only one that there are such logs of, and with several of them there is nothing.
 */
export async function* readKept(
  { store, endpoint, project }: { store: Store; endpoint: Endpoint | undefined; project: string },
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<LogStep> {
  const [stack, other] = endpoint ? [stackOf(endpoint, project)] : stacksNamed(store, project);
  if (stack === undefined || other !== undefined) return;
  yield* readSegments(indexOf(store, stack, project), { ...query, follow: false }, signal);
}

function stackOf(endpoint: Endpoint, project: string): string {
  return `${endpointText(endpoint)} ${project}`;
}

function indexOf(store: Store, stack: string, project: string): SegmentIndex {
  const folderName = `${project}-${createHash('sha256').update(stack).digest('hex').slice(0, 12)}`;
  return new SegmentIndex(store, stack, join(store.folder, 'logs', folderName));
}

class KeptLogs implements StackLogs {
  readonly #store: Store;
  readonly #index: SegmentIndex;
  readonly #newFollower: () => StackFollower;
  /** When the last drains of this process let go of the lock. */
  #released: Promise<void> = Promise.resolve();
  #drains: { lock: Promise<Lock>; users: number } | undefined;

  constructor(store: Store, index: SegmentIndex, newFollower: () => StackFollower) {
    this.#store = store;
    this.#index = index;
    this.#newFollower = newFollower;
  }

  async *read(query: LogQuery, options: { signal?: AbortSignal } = {}): AsyncGenerator<LogRecord[]> {
    for await (const step of this.steps(query, options)) if (step.kind === 'records') yield step.records;
  }

  async *steps(
    query: LogQuery,
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<LogStep> {
    const ended = new AbortController();
    const either = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
    try {
      await this.#whenFree((follower) => follower.catchUp(either));
    } catch (thrown) {
      if (either.aborted) return;
      throw thrown;
    }
    let failure: unknown;
    const following = query.follow
      ? this.follow({ signal: either }).catch((thrown) => {
          failure = thrown;
          ended.abort();
        })
      : undefined;
    try {
      yield* readSegments(this.#index, query, either);
    } finally {
      ended.abort();
      await following;
    }
    if (failure) throw failure;
  }

  services(): string[] {
    return [...new Set(this.#index.containers().map(({ service }) => service))];
  }

  async drain(container: ContainerName, options: { signal?: AbortSignal } = {}): Promise<void> {
    // A follower keeps the lock and stores everything; whoever else has it will let go of it soon.
    let end = '';
    let deadline = performance.now() + drainPatience;
    while (!(await this.#drainUnderLock(container, options.signal))) {
      if (await this.#newFollower().waitUntilStored(container, lookMilliseconds, options.signal)) return;
      const now = this.#storedEnd(container);
      // However much there is to store: as long as it is stored, it is waited for.
      if (now !== end) deadline = performance.now() + drainPatience;
      else if (performance.now() > deadline) throw new LogNotStored(container.name);
      end = now;
    }
  }

  /** Changes while more is stored, within a second. */
  #storedEnd({ id, name, service }: ContainerName): string {
    const newest = this.#index.segments(this.#index.container(id, name, service)).at(-1);
    return `${newest?.number} ${newest?.bytes}`;
  }

  async follow({ signal }: { signal: AbortSignal }): Promise<void> {
    try {
      await using _lock = await this.#lock({ signal, waitMilliseconds: Number.POSITIVE_INFINITY });
      await this.#newFollower().follow(signal);
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    }
  }

  async forget(): Promise<void> {
    await using _lock = await this.#lock({ waitMilliseconds: 5_000 });
    this.#index.forget();
  }

  /** Drains of one process share the lock: they are of different containers. Answers whether it was free. */
  async #drainUnderLock(container: ContainerName, signal: AbortSignal | undefined): Promise<boolean> {
    this.#drains ??= { lock: this.#released.then(() => this.#lock({})), users: 0 };
    const drains = this.#drains;
    drains.users++;
    let lock: Lock | undefined;
    try {
      lock = await drains.lock;
      await this.#newFollower().drain(container, signal);
      return true;
    } catch (thrown) {
      if (thrown instanceof Locked) return false;
      throw thrown;
    } finally {
      drains.users--;
      if (drains.users === 0) {
        if (this.#drains === drains) this.#drains = undefined;
        this.#released = lock?.release() ?? Promise.resolve();
        await this.#released;
      }
    }
  }

  /** Whether the lock was free; where it is not, its holder keeps the store up to date. */
  async #whenFree(act: (follower: StackFollower) => Promise<void>): Promise<boolean> {
    let lock: Lock;
    try {
      lock = await this.#lock({});
    } catch (thrown) {
      if (thrown instanceof Locked) return false;
      throw thrown;
    }
    try {
      await act(this.#newFollower());
      return true;
    } finally {
      await lock.release();
    }
  }

  #lock(options: { signal?: AbortSignal; waitMilliseconds?: number }): Promise<Lock> {
    return this.#store.lock(`logs of ${this.#index.stack}`, {
      ...options,
      holder: `the follower of its logs, pid ${process.pid}`,
    });
  }
}

function endpointText(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'socket':
      return endpoint.path;
    case 'tcp':
      return `${endpoint.host}:${endpoint.port}`;
    case 'ssh':
      return `ssh ${endpoint.destination}:${endpoint.port ?? 22}`;
  }
}
