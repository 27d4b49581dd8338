import { setTimeout as delay } from 'node:timers/promises';
import { BlockyardError } from '../../shared/index.ts';
import { type Engine, EngineRefusedError } from '../engine/index.ts';
import { Aligner, type StoredTail } from './aligner.ts';
import { LineJoiner, type LineSink } from './line-joiner.ts';
import { headLength, isLater } from './record.ts';
import { engineRecord, humanSize } from './rotation.ts';

/** How the engine keeps a container's log. */
export interface LogFacts {
  tty: boolean;
  running: boolean;
  /** Whether the engine renames or empties files, which loses lines to whoever follows. */
  rotates: boolean;
  /** Whether it does so by emptying the only file, also under those who read it. */
  empties: boolean;
  /** When it does so, in bytes; not a number where it is not known how it counts. */
  fileSize: number;
}

/** The engine sends line by line; what gathers in between is read at once, which costs both sides much less. */
const gatherMilliseconds = 2;

export interface ReadOptions {
  signal: AbortSignal | undefined;
  /** Until the container stops; else until the end of what is there. */
  follow?: boolean;
  /** Ends the reading. */
  enough?: () => boolean;
  /** Waited for after each piece, so that whoever takes the lines can slow the engine down. */
  between?: () => Promise<void> | undefined;
}

/** A container's log as the engine has it, in lines. */
export class EngineLog {
  readonly #engine: Engine;
  readonly #id: string;

  constructor(engine: Engine, id: string) {
    this.#engine = engine;
    this.#id = id;
  }

  /** Undefined when there is no such container. */
  async facts(signal: AbortSignal | undefined): Promise<LogFacts | undefined> {
    const details = await this.#engine.containers.inspect(this.#id, { signal });
    if (!details) return undefined;
    const { Type: driver, Config: options = {} } = details.HostConfig.LogConfig ?? {};
    const {
      'max-size': maxSize,
      'max-file': maxFile,
      compress: _,
      ...others
    } = options as Record<string, string>;
    // With labels, environment or a tag each record is longer by what we do not know.
    const plain = driver === 'json-file' && Object.keys(others).length === 0;
    return {
      tty: details.Config.Tty,
      running: details.State.Running,
      rotates: driver !== 'json-file' || maxSize !== undefined,
      empties: (maxFile ?? (driver === 'json-file' ? '1' : '')) === '1' && maxSize !== undefined,
      fileSize: plain ? humanSize(maxSize ?? '') : Number.NaN,
    };
  }

  /**
   * Reads what follows the stored end. `expected` is how many new lines there may be.
   * `whenApart` hears of the first line, before the sink does, when the engine has dropped what was before it.
   *
   * The newest lines cost the engine little, a log from its beginning costs much, so it is asked for what should be
   * enough first. Never with `since`: Engine 20.10 then leaves out compressed files that it should not.
   */
  async readOn(
    facts: LogFacts,
    tail: StoredTail,
    expected: number,
    sink: LineSink,
    whenApart: LineSink,
    options: ReadOptions,
  ): Promise<void> {
    const some = 100 + Math.ceil(expected) + engineRecordsIn(tail.records);
    for (const count of tail.records.length > 0 ? [some, 4 * some, 64 * some, undefined] : [undefined]) {
      const aligner = new Aligner(tail, count === undefined, sink, whenApart);
      const enough = () => aligner.tooShort || Boolean(options.enough?.());
      const whole = await this.read(facts, count, aligner.push, { ...options, enough });
      if (aligner.begun || (whole && !aligner.tooShort && !aligner.unmet)) return;
    }
  }

  /** Waits for a line that is later than this one; answers false when the container has stopped before it came. */
  async hasMore(facts: LogFacts, than: Buffer | undefined, signal: AbortSignal): Promise<boolean> {
    let more = false;
    const look = (_: number, payload: Buffer) => {
      more ||= !than || isLater(payload, than);
    };
    const ended = await this.read(facts, 1, look, { follow: true, signal, enough: () => more });
    return more || !ended;
  }

  /** The first line that the engine has now. */
  async first(facts: LogFacts, signal: AbortSignal | undefined): Promise<Buffer | undefined> {
    let first: Buffer | undefined;
    const take = (_: number, payload: Buffer) => {
      first ??= Buffer.from(payload);
    };
    await this.read(facts, undefined, take, { signal, enough: () => first !== undefined });
    return first;
  }

  /**
   * The last `tail` records of the engine (a long line is several), or all. Answers whether it came to the end: an
   * engine breaks off when it drops or compresses files under its own reader. What came until then is right, and
   * another reading goes on there.
   */
  async read(
    facts: LogFacts,
    tail: number | undefined,
    sink: LineSink,
    options: ReadOptions,
  ): Promise<boolean> {
    try {
      await this.#read(facts, tail, sink, options);
      return true;
    } catch (thrown) {
      const broken = thrown instanceof BlockyardError && thrown.code === 'engine-refused';
      if (broken && !(thrown instanceof EngineRefusedError)) return false;
      throw thrown;
    }
  }

  async #read(
    { tty }: LogFacts,
    tail: number | undefined,
    sink: LineSink,
    { signal, follow = false, enough, between }: ReadOptions,
  ): Promise<void> {
    const joiner = new LineJoiner(tty, sink);
    const request = { timestamps: true, follow, tail };
    for await (const chunks of this.#engine.containers.logBatches(this.#id, request, { signal })) {
      for (const chunk of chunks) joiner.push(chunk);
      if (enough?.()) return;
      await (between?.() ?? delay(gatherMilliseconds));
    }
    // A line without an end is whole only when the container has stopped: else its rest is still to come. And what
    // follows may lose a log's end (Engine 20.10), so that it does not know.
    if (!follow && joiner.pending && !(await this.facts(signal))?.running) joiner.end();
  }
}

function engineRecordsIn(records: readonly Buffer[]): number {
  return records.reduce((sum, record) => sum + Math.ceil((record.length - headLength) / engineRecord), 0);
}
