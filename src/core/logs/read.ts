import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { Bell, pause } from '../waiting/index.ts';
import { type Checkpoint, checkpointText, readCheckpoint } from './checkpoint.ts';
import type { LogQuery, LogRecord, LogStep } from './logs.ts';
import { kinds } from './record.ts';
import type { SegmentIndex } from './segment-index.ts';
import { type Skipped, SourceCursor } from './source-cursor.ts';

/** While what was kept is read, and when lines are read as they come. */
const batchLength = { catchingUp: 2_048, live: 256 };
const batchBytes = 512 * 1024;
const batchMilliseconds = 50;
/** Who takes lines as they come may be this many bytes of one container behind; then all but the last are skipped. */
const mostBehind = 1024 * 1024;
const keptBehind = 128 * 1024;

/**
 * What is kept and matches, merged by time; with `follow` also what comes, as it comes, until the signal aborts. What is
 * kept waits for whoever takes it; of what comes, those who are too slow miss a part, which is told.
 * Memory: 64 KiB (or twice the longest line) for each container, and a batch.
 */
export async function* readSegments(
  index: SegmentIndex,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<LogStep> {
  // Before the first look, so that nothing comes in between.
  const changes = query.follow ? await FolderChanges.of(index.folder) : undefined;
  const sources = new Sources(index, query);
  const kept = index.newestNano();
  let live = false;
  let looked = performance.now();
  const caughtUp = (): LogStep => {
    live = true;
    looked = performance.now();
    return { kind: 'caught-up', checkpoint: sources.checkpoint() };
  };
  try {
    for (let more = false; ; ) {
      const began = performance.now();
      const changed = changes?.next(signal);
      await sources.refresh();
      more = false;
      for await (const records of merged(sources.cursors(), signal, () => live)) {
        sources.note(records);
        yield { kind: 'records', records, checkpoint: sources.checkpoint() };
        if (signal.aborted) return;
        if (!live && query.follow && sources.nano > kept) yield caughtUp();
        if (!live || performance.now() - looked < batchMilliseconds) continue;
        looked = performance.now();
        const skipped = await sources.skip();
        if (!skipped) continue;
        const { lines, fromNano, toNano } = skipped;
        yield { kind: 'dropped', lines, fromNano, toNano, checkpoint: sources.checkpoint() };
        more = true;
        break;
      }
      if (signal.aborted) return;
      if (more) continue;
      if (!live) yield caughtUp();
      if (!changed) return;
      await changed;
      if (signal.aborted) return;
      // Lines gather.
      await pause(Math.max(0, began + batchMilliseconds - performance.now()), signal);
    }
  } finally {
    changes?.close();
    await sources.close();
  }
}

/** All that the cursors have now; a gap is a batch of its own. */
async function* merged(
  cursors: SourceCursor[],
  signal: AbortSignal,
  isLive: () => boolean,
): AsyncGenerator<LogRecord[]> {
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
  let bytes = 0;
  let began = performance.now();
  for (let head = heads.pop(); head && !signal.aborted; head = heads.pop()) {
    const isGap = head.record[0] === kinds.gap;
    if (isGap && batch.length > 0) {
      yield batch;
      batch = [];
    }
    batch.push(head.cursor.take(head.record));
    bytes += head.record.length;
    await enter(head.cursor);
    const full =
      isGap || batch.length >= batchLength[isLive() ? 'live' : 'catchingUp'] || bytes >= batchBytes;
    if (!full && performance.now() - began < batchMilliseconds) continue;
    yield batch;
    batch = [];
    bytes = 0;
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
  readonly #after: Checkpoint | undefined;
  #begun = false;
  /** The time of the newest record that was taken. */
  nano: bigint;

  constructor(index: SegmentIndex, query: LogQuery) {
    this.#index = index;
    this.#query = query;
    this.#after = query.after === undefined ? undefined : readCheckpoint(query.after);
    this.nano = this.#after?.nano ?? 0n;
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
    if (!this.#begun) for (const cursor of this.#cursors.values()) await this.#begin(cursor);
    this.#begun = true;
  }

  note(records: readonly LogRecord[]): void {
    for (const record of records) {
      const nano = record.kind === 'line' ? record.line.timeNano : record.gap.toNano;
      if (nano > this.nano) this.nano = nano;
    }
  }

  checkpoint(): string {
    const positions = this.cursors().map((cursor) => cursor.position());
    return checkpointText({ nano: this.nano, positions: positions.filter((one) => one !== undefined) });
  }

  /** Has those go on near their end that are too far behind it. */
  async skip(): Promise<Skipped | undefined> {
    const all: Skipped[] = [];
    for (const cursor of this.#cursors.values()) {
      const backlog = await cursor.backlog();
      if (backlog < mostBehind) continue;
      const skipped = await cursor.skip(backlog, keptBehind);
      if (skipped) all.push(skipped);
    }
    return all.reduce<Skipped | undefined>((sum, one) => (sum ? together(sum, one) : one), undefined);
  }

  async #begin(cursor: SourceCursor): Promise<void> {
    if (this.#after) await cursor.resume(this.#after.positions, this.#after.nano);
    else if (this.#query.tail !== undefined) await cursor.seekTail(this.#query.tail);
  }

  cursors(): SourceCursor[] {
    return [...this.#cursors.values()];
  }

  async close(): Promise<void> {
    for (const cursor of this.#cursors.values()) await cursor.close();
  }
}

function together(one: Skipped, other: Skipped): Skipped {
  return {
    lines: one.lines + other.lines,
    fromNano: one.fromNano < other.fromNano ? one.fromNano : other.fromNano,
    toNano: one.toNano > other.toNano ? one.toNano : other.toNano,
  };
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

  next(signal: AbortSignal): Promise<void> {
    return this.#bell.next(signal);
  }

  close(): void {
    this.#watcher.close();
  }
}
