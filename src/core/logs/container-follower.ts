import { setTimeout as delay } from 'node:timers/promises';
import type { StoredTail } from './aligner.ts';
import type { EngineLog, LogFacts, ReadOptions } from './engine-log.ts';
import { HeldLines, type Line } from './held-lines.ts';
import { isLater, nanoAt } from './record.ts';
import { FileSizes } from './rotation.ts';
import type { SegmentWriter } from './segment-writer.ts';
import type { Turns } from './turns.ts';

/** Between replays, in milliseconds; as long as the one before it took. */
const shortestPause = 50;
const longestPause = 1_000;
/** A replay that begins too late is one more to be read: how much more is asked for than is expected. */
const surplus = 1.25;
/** How long a follower that lags behind is waited for, in milliseconds. */
const patience = 1_000;

/**
 * Brings one container's log from the engine to the store, in the engine's order, each line once.
 *
 * Following loses lines when the engine rotates its files under a fast writer, and nothing in the stream shows it; a
 * replay is complete as far as the engine still has the files. So where files are rotated, what is stored comes from
 * replays, each of which has to begin in what is stored already. The followed stream is the sign that there is something
 * new, and where the engine keeps one file only, stands in for what it dropped before a replay could read it; what
 * neither has is marked as a gap.
 *
 * Memory: the stored end (some 256 KiB) during a replay, and 4 MiB of followed lines where the engine keeps one file only.
 */
export class ContainerFollower {
  readonly #log: EngineLog;
  readonly #writer: SegmentWriter;
  readonly #turns: Turns;
  /** What was stored last. */
  #last: Buffer | undefined;
  #appended = 0;
  #files = new FileSizes(Number.NaN);

  /** `turns` are for replays: what many containers read at once is bounded, and of few long ones less is read twice. */
  constructor(log: EngineLog, writer: SegmentWriter, turns: Turns) {
    this.#log = log;
    this.#writer = writer;
    this.#turns = turns;
  }

  /** Takes over what the engine has now. */
  async catchUp(signal?: AbortSignal): Promise<void> {
    const facts = await this.#log.facts(signal);
    if (facts) await this.#replayed(facts, signal);
  }

  /** Follows until the container stops. Answers whether it is still there. */
  async followRun(signal: AbortSignal): Promise<boolean> {
    const facts = await this.#log.facts(signal);
    if (!facts) return false;
    this.#files = new FileSizes(facts.fileSize);
    if (facts.running && facts.empties) await this.#followEmptied(facts, signal);
    else if (facts.running && facts.rotates) await this.#followRotated(facts, signal);
    else if (facts.running) await this.#takeOver(facts, { follow: true, signal });
    // Engine 20.10 loses the end of what is followed when the container stops right after it.
    await this.#replayed(facts, signal);
    return true;
  }

  /** Takes over what there is, in turn. `expected` is asked then: how many new lines there may be. */
  #replayed(facts: LogFacts, signal: AbortSignal | undefined, expected = () => 0): Promise<void> {
    return this.#turns.take(async () => {
      await this.#takeOver(facts, { signal }, expected());
      this.#writer.flush();
    });
  }

  /** Stores what follows the stored end; a gap where the engine has dropped what was between. */
  async #takeOver(facts: LogFacts, options: ReadOptions, expected = 0): Promise<void> {
    const tail = await this.#writer.tail();
    this.#last = tail.records.at(-1)?.subarray(1);
    // All that the engine has: its first line begins a file.
    if (!this.#last) this.#files.begin();
    const gap = (_: number, payload: Buffer) => this.#beginFile(payload);
    await this.#checked(facts, options, () =>
      this.#log.readOn(facts, tail, expected, this.#append, gap, options),
    );
  }

  /** The engine keeps some older files: replays are complete. It is followed only to hear that there is more. */
  async #followRotated(facts: LogFacts, signal: AbortSignal): Promise<void> {
    let rate = 0;
    for (let since = performance.now(); ; ) {
      const appended = this.#appended;
      let began = since;
      await this.#replayed(facts, signal, () => {
        began = performance.now();
        return surplus * rate * (began - since);
      });
      const fresh = this.#appended - appended;
      rate = fresh / (began - since);
      since = began;
      if (fresh === 0 && !(await this.#log.hasMore(facts, this.#last, signal))) return;
      const took = fresh === 0 ? 0 : performance.now() - began;
      await delay(Math.min(longestPause, Math.max(shortestPause, took)), undefined, { signal });
    }
  }

  /** The engine empties its only file: what is followed stands in for what is gone before a replay could read it. */
  async #followEmptied(facts: LogFacts, signal: AbortSignal): Promise<void> {
    const ours = new AbortController();
    const either = AbortSignal.any([signal, ours.signal]);
    await this.#takeOver(facts, { signal: either });
    const held = new HeldLines();
    const holding = this.#hold(facts, held, either);
    try {
      let lines: Line[] = [];
      let pause = shortestPause;
      while (await held.some()) {
        await delay(pause, undefined, { signal: either });
        const began = performance.now();
        lines = await this.#replay(facts, [...lines, ...held.take()], held, either);
        this.#writer.flush();
        pause = Math.min(longestPause, Math.max(shortestPause, performance.now() - began));
      }
      // What was followed but dropped by the engine before it could be replayed.
      await this.#replay(facts, lines, held, either);
    } finally {
      ours.abort();
      await holding;
    }
  }

  async #hold(facts: LogFacts, held: HeldLines, signal: AbortSignal): Promise<void> {
    try {
      // One old line at least: what came before this began to follow is looked for then.
      const options = { follow: true, signal, between: () => held.room() };
      while (!(await this.#log.read(facts, 1, held.add, options))) await delay(shortestPause);
      held.end();
    } catch (thrown) {
      held.end(thrown);
    }
  }

  /**
   * Stores what follows the stored end, from a replay that begins there. `followed` are lines of the followed stream;
   * those are answered that are newer than what is stored now.
   */
  async #replay(facts: LogFacts, followed: Line[], held: HeldLines, signal: AbortSignal): Promise<Line[]> {
    const tail = await this.#writer.tail();
    this.#last = tail.records.at(-1)?.subarray(1);
    let first: Line | undefined;
    const append = (kind: number, payload: Buffer) => {
      if (!first) this.#append(kind, payload);
    };
    const stop = (kind: number, payload: Buffer) => {
      first = { kind, payload: Buffer.from(payload) };
    };
    const options = { signal, enough: () => first !== undefined };
    await this.#checked(facts, options, () =>
      this.#log.readOn(facts, tail, 2 * followed.length, append, stop, options),
    );
    return first ? this.#bridge(first, tail, followed, held) : this.#newer(followed);
  }

  /**
   * The engine has dropped what follows the stored end: all before `first`. What was followed of it is stored, or is
   * still to come from a follower that lags behind.
   */
  async #bridge(first: Line, stored: StoredTail, followed: Line[], held: HeldLines): Promise<Line[]> {
    // Under rotation the engine repeats followed lines, too.
    const seen = new Set(stored.records.map((record) => record.toString('latin1', 1)));
    let marked = false;
    const append = ({ kind, payload }: Line) => {
      const text = payload.toString('latin1');
      if (seen.has(text)) return;
      seen.add(text);
      // An engine that follows its own file too slowly leaves out whole ones: said once, of all from here on.
      if (this.#files.shortestTime && !marked && !this.#isCloseTo(payload)) {
        this.#appendGap(first.payload);
        marked = true;
      }
      this.#append(kind, payload);
    };
    let lines = this.#newer(followed);
    for (;;) {
      const same = lines.findIndex((line) => line.kind === first.kind && line.payload.equals(first.payload));
      const end = same >= 0 ? same : lines.findIndex((line) => isLater(line.payload, first.payload));
      for (const line of end >= 0 ? lines.slice(0, end) : lines) append(line);
      const rest = end >= 0 ? lines.slice(end) : [];
      if (end >= 0 || !(await held.someWithin(patience))) {
        this.#beginFile(first.payload, marked);
        this.#append(first.kind, first.payload);
        return this.#newer(rest);
      }
      lines = this.#newer(held.take());
    }
  }

  /** An engine that empties its only file while it is read leaves out what it likes: that is marked. */
  async #checked(facts: LogFacts, options: ReadOptions, read: () => Promise<void>): Promise<void> {
    if (!facts.empties || options.follow) return read();
    const before = await this.#log.first(facts, options.signal);
    await read();
    const after = await this.#log.first(facts, options.signal);
    if (!before || !after || before.equals(after) || !this.#last) return;
    this.#writer.appendGap(nanoAt(before, 0), nanoAt(this.#last, 0));
    this.#files.lose();
  }

  /** Of followed lines those that are newer than what is stored. */
  #newer(lines: Line[]): Line[] {
    const last = this.#last;
    if (!last) return lines;
    return lines.slice(lines.findLastIndex((line) => !isLater(line.payload, last)) + 1);
  }

  readonly #append = (kind: number, payload: Buffer): void => {
    this.#last = payload;
    this.#appended += 1;
    this.#files.add(payload);
    this.#writer.append(kind, payload);
  };

  /**
   * The engine's files begin with this line now, and the stored lines before it are dropped there. There is a gap unless
   * it is certain that there is none: the stored lines fill files, and there was no time to write another one.
   * `marked` says that there is one that goes up to here.
   */
  #beginFile(payload: Buffer, marked = false): void {
    if (!marked && !(this.#files.filled && this.#isCloseTo(payload))) this.#appendGap(payload);
    this.#files.begin();
  }

  /** Whether a whole file cannot have been written between what was stored last and this line. */
  #isCloseTo(payload: Buffer): boolean {
    const { shortestTime } = this.#files;
    if (!this.#last || shortestTime === undefined) return false;
    return nanoAt(payload, 0) - nanoAt(this.#last, 0) < shortestTime;
  }

  #appendGap(until: Buffer): void {
    if (this.#last) this.#writer.appendGap(nanoAt(this.#last, 0), nanoAt(until, 0));
  }
}

/** Whether the store has all that the engine has now of a container's log. */
export async function isStored(
  log: EngineLog,
  tail: StoredTail,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const facts = await log.facts(signal);
  if (!facts) return true;
  let complete = true;
  const missing = () => {
    complete = false;
  };
  await log.readOn(facts, tail, 0, missing, missing, { signal, enough: () => !complete });
  return complete;
}
