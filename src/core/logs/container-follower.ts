import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '../engine/index.ts';
import { Aligner } from './aligner.ts';
import { HeldLines, type Line } from './held-lines.ts';
import { LineJoiner } from './line-joiner.ts';
import { apiTime, nanoAt, timeLength } from './record.ts';
import type { LineStore } from './segment-writer.ts';

/** Between replays, in milliseconds; the longer one takes, the longer the pause after it. */
const shortestPause = 50;
const longestPause = 1_000;
/** How long a follower that lags behind is waited for, in milliseconds. */
const patience = 1_000;

/** How the engine keeps a container's log. */
interface LogFacts {
  tty: boolean;
  running: boolean;
  /** Whether the engine renames or empties files, which loses lines to whoever follows. */
  rotates: boolean;
}

/** What is asked of the engine. */
interface Reading {
  follow?: boolean;
  /** Nanoseconds since the epoch. */
  since?: bigint | undefined;
  tail?: number;
}

/**
 * Brings one container's log from the engine to the store, in the engine's order, each line once.
 *
 * Following loses lines when the engine rotates its files under a fast writer, and nothing in the stream shows it; a
 * replay is complete as far as the engine still has the files. So where files are rotated, what is stored comes from
 * replays, each of which has to begin in what is stored already. The followed stream is the sign that there is something
 * new, and stands in for what the engine dropped before a replay could read it; what neither has is marked as a gap.
 *
 * Memory: 4 MiB of followed lines where files are rotated, and the stored end (100 ms of log) during a replay.
 */
export class ContainerFollower {
  readonly #engine: Engine;
  readonly #id: string;
  readonly #writer: LineStore;
  /** What was stored last. */
  #last: Buffer | undefined;

  constructor(engine: Engine, id: string, writer: LineStore) {
    this.#engine = engine;
    this.#id = id;
    this.#writer = writer;
  }

  /** Takes over what the engine has now. */
  async catchUp(signal?: AbortSignal): Promise<void> {
    const facts = await this.#facts(signal);
    if (facts) await this.#takeOver(facts, {}, signal);
    this.#writer.flush();
  }

  /** Follows until the container stops. Answers whether it is still there. */
  async followRun(signal: AbortSignal): Promise<boolean> {
    const facts = await this.#facts(signal);
    if (!facts) return false;
    if (!facts.running) await this.#takeOver(facts, {}, signal);
    else if (facts.rotates) await this.#followRotating(facts, signal);
    else await this.#takeOver({ ...facts, running: false }, { follow: true }, signal);
    this.#writer.flush();
    return true;
  }

  async #facts(signal: AbortSignal | undefined): Promise<LogFacts | undefined> {
    const details = await this.#engine.containers.inspect(this.#id, { signal });
    if (!details) return undefined;
    const { Type: driver, Config: options } = details.HostConfig.LogConfig ?? {
      Type: 'json-file',
      Config: {},
    };
    return {
      tty: details.Config.Tty,
      running: details.State.Running,
      rotates: driver !== 'json-file' || 'max-size' in (options ?? {}),
    };
  }

  /** Stores what follows the stored end; a gap where the engine has dropped what was between. */
  async #takeOver(facts: LogFacts, reading: Reading, signal: AbortSignal | undefined): Promise<void> {
    const { since, records } = await this.#writer.tail();
    const aligner = new Aligner(records, this.#append, (_, payload) =>
      this.#gapBefore(payload, records.at(-1)?.subarray(1)),
    );
    await this.#read(facts, { ...reading, since }, aligner, signal);
  }

  async #followRotating(facts: LogFacts, signal: AbortSignal): Promise<void> {
    const ours = new AbortController();
    const either = AbortSignal.any([signal, ours.signal]);
    await this.#takeOver(facts, {}, either);
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
      // The run's end, whose last line may have no line's end.
      await this.#replay({ ...facts, running: false }, lines, held, either);
    } finally {
      ours.abort();
      await holding;
    }
  }

  async #hold(facts: LogFacts, held: HeldLines, signal: AbortSignal): Promise<void> {
    try {
      const { since } = await this.#writer.tail();
      const joiner = new LineJoiner(facts.tty, (kind, payload) => held.add(kind, payload));
      for await (const chunk of this.#logs({ follow: true, since }, signal)) {
        joiner.push(chunk);
        await held.room();
      }
      joiner.end();
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
    const { since, records } = await this.#writer.tail();
    // The newest lines are cheap for the engine, a file from its beginning is not: ask for what should be enough first.
    const enough = records.length + 2 * followed.length + 100;
    const first =
      (await this.#continue(facts, { since, tail: enough }, records, signal)) &&
      (await this.#continue(facts, { since }, records, signal));
    this.#last ??= records.at(-1)?.subarray(1);
    return first ? this.#bridge(first, followed, held) : this.#newer(followed);
  }

  /** Stores what follows `records`; answers the first line and stores nothing when that is not one of them. */
  async #continue(
    facts: LogFacts,
    reading: Reading,
    records: readonly Buffer[],
    signal: AbortSignal,
  ): Promise<Line | undefined> {
    let apart: Line | undefined;
    const aligner = new Aligner(
      records,
      (kind, payload) => {
        if (!apart) this.#append(kind, payload);
      },
      (kind, payload) => {
        apart = { kind, payload: Buffer.from(payload) };
      },
    );
    await this.#read(facts, reading, aligner, signal, () => apart !== undefined);
    return apart;
  }

  /**
   * The engine has dropped what follows the stored end: all before `first`. What was followed of it is stored, or is
   * still to come from a follower that lags behind.
   */
  async #bridge(first: Line, followed: Line[], held: HeldLines): Promise<Line[]> {
    let lines = this.#newer(followed);
    for (;;) {
      const same = lines.findIndex((line) => line.kind === first.kind && line.payload.equals(first.payload));
      const end = same >= 0 ? same : lines.findIndex((line) => isLater(line.payload, first.payload));
      for (const line of end >= 0 ? lines.slice(0, end) : lines) this.#append(line.kind, line.payload);
      const rest = end >= 0 ? lines.slice(end) : [];
      if (end >= 0 || !(await held.someWithin(patience))) {
        if (same < 0) this.#gapBefore(first.payload, this.#last);
        this.#append(first.kind, first.payload);
        return this.#newer(rest);
      }
      lines = this.#newer(held.take());
    }
  }

  /** Of followed lines those that are newer than what is stored. */
  #newer(lines: Line[]): Line[] {
    const last = this.#last;
    if (!last) return lines;
    return lines.slice(lines.findLastIndex((line) => !isLater(line.payload, last)) + 1);
  }

  readonly #append = (kind: number, payload: Buffer): void => {
    this.#last = payload;
    this.#writer.append(kind, payload);
  };

  #gapBefore(payload: Buffer, last: Buffer | undefined): void {
    if (last) this.#writer.appendGap(nanoAt(last, 0), nanoAt(payload, 0));
  }

  async #read(
    facts: LogFacts,
    reading: Reading,
    aligner: Aligner,
    signal: AbortSignal | undefined,
    enough: () => boolean = () => false,
  ): Promise<void> {
    const joiner = new LineJoiner(facts.tty, (kind, payload) => aligner.push(kind, payload));
    for await (const chunk of this.#logs(reading, signal)) {
      joiner.push(chunk);
      if (enough()) return;
    }
    // While the container runs, a line without an end is one whose rest is still to come.
    if (!facts.running) joiner.end();
  }

  #logs({ since, ...reading }: Reading, signal: AbortSignal | undefined) {
    return this.#engine.containers.logs(
      this.#id,
      { ...reading, timestamps: true, since: since === undefined ? undefined : apiTime(since) },
      { signal },
    );
  }
}

function isLater(payload: Buffer, than: Buffer): boolean {
  return payload.compare(than, 0, timeLength, 0, timeLength) > 0;
}
