import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { aborted, Bell } from './bell.ts';
import type { LogQuery, LogRecord } from './logs.ts';
import type { SegmentIndex } from './segment-index.ts';
import { SourceCursor } from './source-cursor.ts';

const batchLength = 256;
const batchMilliseconds = 50;

/**
 * What is kept and matches, merged by time; with `follow` also what comes, as it comes, until the signal aborts.
 * Memory: 64 KiB (or the longest line) for each container, and a batch.
 */
export async function* readSegments(
  index: SegmentIndex,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<LogRecord[]> {
  // Before the first look, so that nothing comes in between.
  const changes = query.follow ? await FolderChanges.of(index.folder) : undefined;
  const sources = new Sources(index, query);
  try {
    for (;;) {
      const changed = changes?.next();
      await sources.refresh();
      yield* merged(sources.cursors(), signal);
      if (!changed || signal.aborted) return;
      await Promise.race([changed, aborted(signal)]);
      if (signal.aborted) return;
    }
  } finally {
    changes?.close();
    await sources.close();
  }
}

/** All that the cursors have now. */
async function* merged(cursors: SourceCursor[], signal: AbortSignal): AsyncGenerator<LogRecord[]> {
  const heads: { cursor: SourceCursor; nano: bigint; record: Buffer }[] = [];
  const enter = async (cursor: SourceCursor) => {
    const head = await cursor.peek();
    if (!head) return;
    // Few sources: a sorted list is as good as a heap.
    let at = heads.length;
    while (at > 0 && (heads[at - 1]?.nano ?? 0n) < head.nano) at -= 1;
    heads.splice(at, 0, { cursor, ...head });
  };
  for (const cursor of cursors) await enter(cursor);

  let batch: LogRecord[] = [];
  let began = performance.now();
  for (let head = heads.pop(); head && !signal.aborted; head = heads.pop()) {
    batch.push(head.cursor.take(head.record));
    await enter(head.cursor);
    if (batch.length < batchLength && performance.now() - began < batchMilliseconds) continue;
    yield batch;
    batch = [];
    began = performance.now();
  }
  if (batch.length > 0) yield batch;
}

/** A cursor for each container name that the query asks for; new ones appear while it is followed. */
class Sources {
  readonly #index: SegmentIndex;
  readonly #query: LogQuery;
  readonly #cursors = new Map<string, SourceCursor>();
  readonly #known = new Set<number>();
  #begun = false;

  constructor(index: SegmentIndex, query: LogQuery) {
    this.#index = index;
    this.#query = query;
  }

  async refresh(): Promise<void> {
    for (const container of this.#index.containers()) {
      if (this.#known.has(container.row)) continue;
      this.#known.add(container.row);
      if (this.#query.services?.length && !this.#query.services.includes(container.service)) continue;
      const cursor = this.#cursors.get(container.name) ?? new SourceCursor(this.#index, this.#query);
      cursor.add(container);
      this.#cursors.set(container.name, cursor);
    }
    // Whatever appears later is new as a whole.
    if (!this.#begun && this.#query.tail !== undefined)
      for (const cursor of this.#cursors.values()) await cursor.seekTail(this.#query.tail);
    this.#begun = true;
  }

  cursors(): SourceCursor[] {
    return [...this.#cursors.values()];
  }

  async close(): Promise<void> {
    for (const cursor of this.#cursors.values()) await cursor.close();
  }
}

/** Hears of what any process writes into the folder. */
class FolderChanges {
  readonly #watcher: FSWatcher;
  readonly #bell = new Bell();

  static async of(folder: string): Promise<FolderChanges> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new FolderChanges(folder);
  }

  constructor(folder: string) {
    this.#watcher = watch(folder, () => this.#bell.ring());
  }

  next(): Promise<void> {
    return this.#bell.next();
  }

  close(): void {
    this.#watcher.close();
  }
}
