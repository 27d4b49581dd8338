import type { TaskSnapshot } from '../../shared/index.ts';
import type { EngineEvent } from '../engine/index.ts';
import { Latest, type Live } from '../live/index.ts';
import type { Store } from '../store/index.ts';
import type { Tasks } from '../tasks/index.ts';
import type { Activity, Entry, Happening, Notice } from './activity.ts';
import { type Meaning, Observer } from './observer.ts';
import { Queue } from './queue.ts';
import { ActivityTable } from './table.ts';

/** What a page that comes anew is shown. */
const shownFirst = 200;
const mostInBatch = 256;
const mostNotices = 100;
/** How soon it is seen that another process’s task has ended: a running one changes many times a second. */
const othersMilliseconds = 500;
/** Ended tasks that are looked through for those that other processes had. */
const tasksLookedAt = 30;
/** A service that falls over again and again is told of once in this time, in milliseconds. */
const noticePause = 60_000;

interface ActivityOptions {
  store: Store;
  live: Pick<Live, 'onEvent'>;
  tasks: Tasks;
}

/** Writes down what happens from now on, until it is disposed of. */
export function openActivity(options: ActivityOptions): Activity {
  return new RecordedActivity(options);
}

class RecordedActivity implements Activity {
  readonly #tasks: Tasks;
  readonly #table: ActivityTable;
  readonly #observer = new Observer();
  /** Rings when there may be new entries. */
  readonly #bell = new Latest<undefined>();
  readonly #queues = new Set<Queue<Notice>>();
  readonly #noticed = new Map<string, number>();
  readonly #stops: (() => void)[];
  readonly #openedAt = Date.now();
  #followers = 0;
  #stopOthers: (() => void) | undefined;

  constructor({ store, live, tasks }: ActivityOptions) {
    this.#tasks = tasks;
    this.#table = new ActivityTable(store);
    this.#stops = [
      live.onEvent((it) => {
        if (it.kind === 'event') this.#onEvent(it.event);
      }),
      tasks.subscribe((task) => this.#onTask(task)),
    ];
  }

  async *follow(
    { stack, after }: { stack?: string | undefined; after?: number | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<Entry[], void> {
    const leave = this.#join();
    try {
      let last = after ?? this.#table.before(stack, shownFirst);
      let isFirst = true;
      this.#bell.set(undefined);
      for await (const _ of this.#bell.follow(signal)) {
        for (;;) {
          const entries = this.#table.after(last, stack, mostInBatch);
          if (entries.length === 0 && !isFirst) break;
          isFirst = false;
          last = entries.at(-1)?.id ?? last;
          yield entries;
          if (signal.aborted) return;
        }
      }
    } finally {
      leave();
    }
  }

  async *notices(signal: AbortSignal): AsyncGenerator<Notice, void> {
    const queue = new Queue<Notice>(mostNotices);
    const leave = this.#join();
    this.#queues.add(queue);
    try {
      yield* queue.read(signal);
    } finally {
      this.#queues.delete(queue);
      leave();
    }
  }

  between(stack: string, since: number, until: number): Entry[] {
    return this.#table.between(stack, since, until);
  }

  [Symbol.dispose](): void {
    for (const stop of this.#stops) stop();
    this.#stopOthers?.();
    this.#bell.close();
  }

  /** What other processes do is looked at only while somebody wants to know. */
  #join(): () => void {
    this.#followers++;
    if (!this.#stopOthers) {
      let timer: NodeJS.Timeout | undefined;
      const stop = this.#tasks.onChange(() => {
        timer ??= setTimeout(() => {
          timer = undefined;
          this.#lookAtOthers();
        }, othersMilliseconds).unref();
      });
      this.#stopOthers = () => {
        clearTimeout(timer);
        stop();
      };
      this.#lookAtOthers();
    }
    return () => {
      if (--this.#followers > 0) return;
      this.#stopOthers?.();
      this.#stopOthers = undefined;
    };
  }

  #lookAtOthers(): void {
    const ended = this.#tasks.list({ running: false, limit: tasksLookedAt });
    for (const task of ended.reverse()) this.#onTask(task);
    this.#bell.set(undefined);
  }

  #onEvent(event: EngineEvent): void {
    const meaning = this.#observer.observe(event);
    if (!meaning) return;
    const mark = `${event.id}:${event.timeNano}:${event.action}`;
    this.#add(mark, meaning.happening);
    this.#notify(mark, meaning);
    this.#bell.set(undefined);
  }

  #onTask(task: TaskSnapshot): void {
    const { id, state, project, title, error } = task;
    if (state === 'running' || project === undefined) return;
    const mark = `task:${id}`;
    const time = task.endedAt ?? Date.now();
    const isNew = this.#add(mark, { time, stack: project, kind: 'task', ...taskWords(task) });
    if (isNew) this.#bell.set(undefined);
    if (state !== 'failed' && state !== 'lost') return;
    if (time < this.#openedAt || !this.#isFirst(mark)) return;
    const body = error?.message ?? 'Its process ended before it was done.';
    this.#send({ id: mark, time, kind: 'task-failed', title: `${title} failed`, body, stack: project });
  }

  /** The store may be busy or full for a moment: what happens is shown by other means as well. */
  #add(mark: string, happening: Happening): boolean {
    try {
      return this.#table.add(mark, happening);
    } catch (thrown) {
      process.emitWarning(`What happened could not be recorded: ${(thrown as Error).message}`);
      return false;
    }
  }

  #notify(mark: string, { happening, oneOff, crashedWith }: Meaning): void {
    if (this.#queues.size === 0 || oneOff) return;
    const { kind, stack, service, text, time } = happening;
    const told = { id: mark, time, stack, ...(service !== undefined && { service }) };
    const subject = `${stack}: ${text}`;
    if (kind === 'oom')
      this.#send({ ...told, kind, title: subject, body: 'Give it more memory, or let it use less.' });
    else if (kind === 'health-lost' && this.#isFirst(`${stack}/${service}/health`))
      this.#send({ ...told, kind, title: subject, body: 'Its health check does not pass any more.' });
    else if (
      crashedWith !== undefined &&
      !this.#isWorkedOn(stack) &&
      this.#isFirst(`${stack}/${service}/end`)
    )
      this.#send({
        ...told,
        kind: 'service-failed',
        title: subject,
        body: 'Its last lines are in the logs.',
      });
  }

  /** A task that works on the stack tells itself what goes wrong. */
  #isWorkedOn(stack: string): boolean {
    return this.#tasks.list({ project: stack, running: true }).some(({ kind }) => kind !== 'watch');
  }

  #isFirst(what: string): boolean {
    const now = Date.now();
    for (const [known, at] of this.#noticed) if (now - at > noticePause) this.#noticed.delete(known);
    if (this.#noticed.has(what)) return false;
    this.#noticed.set(what, now);
    return true;
  }

  #send(notice: Notice): void {
    for (const queue of this.#queues) queue.push(notice);
  }
}

function taskWords({
  title,
  state,
  startedAt,
  endedAt,
  error,
}: TaskSnapshot): Pick<Happening, 'level' | 'text'> {
  const seconds = ((endedAt ?? startedAt) - startedAt) / 1000;
  const time = seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds));
  switch (state) {
    case 'failed':
      return {
        level: 'bad',
        text: `${title} failed: ${error?.message.split('\n')[0] ?? 'nobody knows why'}`,
      };
    case 'cancelled':
      return { level: 'note', text: `${title} was cancelled` };
    case 'lost':
      return { level: 'bad', text: `${title} was lost: its process ended` };
    default:
      return { level: 'good', text: `${title} took ${time} s` };
  }
}
