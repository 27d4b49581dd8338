import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type BlockyardError,
  type TaskOwner,
  type TaskSnapshot,
  toBlockyardError,
} from '../../shared/index.ts';
import type { Store } from '../store/index.ts';
import { TaskCancelled, TaskNotCancellable, TaskNotFound } from './errors.ts';
import { OthersWatch } from './others-watch.ts';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';
import { ProgressTree } from './progress-tree.ts';
import type { RememberedRequest, RunningTask, TaskContext, TaskFilter, TaskRequest, Tasks } from './task.ts';
import { type StoredTask, TaskTable } from './task-table.ts';

/** How often a task's row is written at most, and looked at for a request to cancel. */
const storeMilliseconds = 250;
/** How often listeners hear of one task at most. */
const viewMilliseconds = 100;
/** How long the end of this process waits for what it interrupts. */
const endMilliseconds = 10_000;

/**
 * The tasks of this process, and its view of everybody's. A task that is over within 250 ms costs one write, at its
 * end; a longer one at most four a second.
 */
export function createTasks(store: Store, via: TaskOwner['via']): Tasks {
  return new StoredTasks(store, via);
}

class StoredTasks implements Tasks {
  readonly owner: TaskOwner;
  readonly #identity: ProcessIdentity;
  readonly #table: TaskTable;
  readonly #own = new Map<string, OwnTask>();
  readonly #listeners = new Set<(task: TaskSnapshot) => void>();
  readonly #others: OthersWatch;

  constructor(store: Store, via: TaskOwner['via']) {
    this.#identity = ownIdentity();
    this.owner = { pid: this.#identity.pid, startedAt: this.#identity.startedAt, via };
    this.#table = new TaskTable(store);
    this.#others = new OthersWatch({
      version: () => this.#table.version(),
      settle: () => this.#settleAll(),
    });
  }

  run<T>(request: TaskRequest, work: (task: TaskContext) => Promise<T>): RunningTask<T> {
    const task = new OwnTask(request, this.owner, {
      save: (snapshot, asked) => this.#table.put(snapshot, this.#identity.mark, asked),
      cancelRequested: (id) => this.#table.cancelRequested(id),
      show: (snapshot) => {
        for (const listener of this.#listeners) listener(snapshot());
      },
    });
    this.#own.set(task.id, task);
    const result = task.work(work).finally(() => this.#own.delete(task.id));
    // Whoever only watches need not wait for the result: its error is in the task.
    task.ended = result.then(
      () => {},
      () => {},
    );
    return { id: task.id, result, cancel: () => task.cancel() };
  }

  list(filter: TaskFilter = {}): TaskSnapshot[] {
    this.#settleAll();
    // A task of this very moment is not in the store yet.
    const own = (filter.running === false ? [] : [...this.#own.values()])
      .map((task) => task.snapshot())
      .filter((task) => filter.project === undefined || task.project === filter.project)
      .reverse();
    const others = this.#table.list(filter).map(({ task }) => task);
    const all = [...own, ...others.filter((task) => !this.#own.has(task.id))];
    return all.sort((a, b) => b.startedAt - a.startedAt).slice(0, filter.limit);
  }

  get(id: string): TaskSnapshot | undefined {
    const own = this.#own.get(id);
    if (own) return own.snapshot();
    const stored = this.#table.get(id);
    return stored && this.#settle(stored);
  }

  cancel(id: string): void {
    const own = this.#own.get(id);
    if (own) {
      own.cancel();
      return;
    }
    const task = this.get(id);
    if (!task) throw new TaskNotFound(id);
    if (task.state !== 'running') return;
    if (!task.cancellable) throw new TaskNotCancellable(task.title);
    this.#table.requestCancel(id);
  }

  subscribe(listener: (task: TaskSnapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async end(): Promise<void> {
    const own = [...this.#own.values()];
    for (const task of own) if (task.snapshot().cancellable) task.cancel();
    const ended = Promise.all(own.map((task) => task.ended));
    await Promise.race([ended, delay(endMilliseconds, undefined, { ref: false })]);
  }

  onChange(listener: () => void): () => void {
    const stopOwn = this.subscribe(listener);
    const stopOthers = this.#others.listen(listener);
    return () => {
      stopOwn();
      stopOthers();
    };
  }

  remember(id: string, request: RememberedRequest): void {
    const own = this.#own.get(id);
    // One that has just ended has written its last row already.
    if (own?.isRunning) own.remember(request);
    else this.#table.remember(id, request);
  }

  requestOf(id: string): RememberedRequest | undefined {
    return this.#own.get(id)?.request ?? this.#table.requestOf(id);
  }

  remembered(): Set<string> {
    return new Set(this.#table.remembered());
  }

  /** How many were lost. */
  #settleAll(): number {
    return this.#table.running().filter((stored) => this.#settle(stored).state === 'lost').length;
  }

  /** A task that says it runs, but whose process is gone, is lost. */
  #settle({ task, mark }: StoredTask): TaskSnapshot {
    if (task.state !== 'running' || this.#own.has(task.id)) return task;
    if (isRunning({ pid: task.owner.pid, startedAt: task.owner.startedAt, mark })) return task;
    this.#table.markLost(task.id);
    return this.#table.get(task.id)?.task ?? task;
  }
}

interface TaskOutlets {
  save(snapshot: TaskSnapshot, request: RememberedRequest | undefined): void;
  cancelRequested(id: string): boolean;
  show(snapshot: () => TaskSnapshot): void;
}

/** A task whose work runs in this process. */
class OwnTask {
  readonly id = randomBytes(6).toString('hex');
  #asked: RememberedRequest | undefined;
  /** Settles with the work, however that ends. */
  ended: Promise<void> = Promise.resolve();
  readonly #request: TaskRequest;
  readonly #outlets: TaskOutlets;
  readonly #abort = new AbortController();
  readonly #tree: ProgressTree;
  readonly #head: Omit<TaskSnapshot, 'progress'>;
  #unsaved = true;
  #storeTimer: NodeJS.Timeout | undefined;
  #viewTimer: NodeJS.Timeout | undefined;
  #shownAt = Number.NEGATIVE_INFINITY;

  constructor(request: TaskRequest, owner: TaskOwner, outlets: TaskOutlets) {
    this.#request = request;
    this.#outlets = outlets;
    this.#tree = new ProgressTree(() => this.#changed(), request.hide);
    this.#head = {
      id: this.id,
      kind: request.kind,
      title: request.title,
      ...(request.project !== undefined && { project: request.project }),
      state: 'running',
      owner,
      cancellable: request.cancellable ?? true,
      startedAt: Date.now(),
    };
  }

  async work<T>(work: (task: TaskContext) => Promise<T>): Promise<T> {
    this.#storeTimer = setInterval(() => this.#tick(), storeMilliseconds).unref();
    this.#changed();
    // The caller has its handle before the work begins.
    await Promise.resolve();
    try {
      this.#abort.signal.throwIfAborted();
      const result = await work({
        id: this.id,
        signal: this.#abort.signal,
        progress: (title, options) => this.#tree.add(title, options),
      });
      this.#end('done');
      return result;
    } catch (thrown) {
      if (this.#abort.signal.aborted) {
        this.#end('cancelled');
        throw new TaskCancelled(this.#request.title, thrown);
      }
      const error = toBlockyardError(thrown);
      this.#end(error.code === 'interrupted' ? 'cancelled' : 'failed', error);
      throw thrown;
    }
  }

  cancel(): void {
    if (this.#request.cancellable === false) throw new TaskNotCancellable(this.#request.title);
    this.#abort.abort();
  }

  get isRunning(): boolean {
    return this.#head.state === 'running';
  }

  /** What it was asked for by, once that is known. */
  get request(): RememberedRequest | undefined {
    return this.#asked;
  }

  remember(request: RememberedRequest): void {
    this.#asked = request;
    this.#unsaved = true;
  }

  snapshot(): TaskSnapshot {
    return { ...this.#head, progress: this.#tree.nodes() };
  }

  #end(state: 'done' | 'failed' | 'cancelled', error?: BlockyardError): void {
    clearInterval(this.#storeTimer);
    clearTimeout(this.#viewTimer);
    this.#tree.finish(state);
    this.#head.state = state;
    this.#head.endedAt = Date.now();
    if (error) this.#head.error = hidden(error.toJSON(), this.#request.hide);
    this.#save();
    this.#outlets.show(() => this.snapshot());
  }

  #tick(): void {
    if (this.#unsaved) this.#save();
    try {
      if (this.#outlets.cancelRequested(this.id)) this.#abort.abort();
    } catch {
      // The store does not answer at this moment: the next tick asks again.
    }
  }

  /** The work goes on when the store fails: its record is worth less than itself. But it is said. */
  #save(): void {
    try {
      this.#outlets.save(this.snapshot(), this.#asked);
      this.#unsaved = false;
    } catch (thrown) {
      process.emitWarning(`Task ${this.id} could not be recorded: ${(thrown as Error).message}`);
    }
  }

  #changed(): void {
    if (this.#head.state !== 'running') return;
    this.#unsaved = true;
    if (this.#viewTimer) return;
    const wait = Math.max(0, this.#shownAt + viewMilliseconds - performance.now());
    this.#viewTimer = setTimeout(() => {
      this.#viewTimer = undefined;
      this.#shownAt = performance.now();
      this.#outlets.show(() => this.snapshot());
    }, wait);
    this.#viewTimer.unref();
  }
}

/** The same data with each of its texts as `hide` leaves it. */
function hidden<T>(data: T, hide?: (text: string) => string): T {
  if (!hide) return data;
  return JSON.parse(JSON.stringify(data), (_, value) => (typeof value === 'string' ? hide(value) : value));
}
