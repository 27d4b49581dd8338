import { setTimeout as delay } from 'node:timers/promises';
import { BlockyardError } from '../../shared/index.ts';
import { type Engine, EngineRefusedError } from '../engine/index.ts';
import { Aligner, type StoredTail } from './aligner.ts';
import { LineJoiner, type LineSink } from './line-joiner.ts';
import { headLength } from './record.ts';

/** How the engine keeps a container's log. */
export interface LogFacts {
  tty: boolean;
  running: boolean;
  /** Whether the engine renames or empties files, which loses lines to whoever follows. */
  rotates: boolean;
}

/** The engine splits long lines into records of this size. */
const engineRecord = 16 * 1024;

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
    const some = 100 + expected + engineRecordsIn(tail.records);
    for (const count of tail.records.length > 0 ? [some, 16 * some, undefined] : [undefined]) {
      const aligner = new Aligner(tail, count === undefined, sink, whenApart);
      const enough = () => aligner.tooShort || Boolean(options.enough?.());
      const whole = await this.#readOrBreak(facts, count, aligner.push, { ...options, enough });
      if (aligner.begun || (whole && !aligner.tooShort)) return;
    }
  }

  /**
   * Engine 20.10 breaks off when it rotates the files that it reads from the end. What came until then is right, and
   * another reading goes on there. Answers whether the engine came to the end.
   */
  async #readOrBreak(...reading: Parameters<EngineLog['read']>): Promise<boolean> {
    try {
      await this.read(...reading);
      return true;
    } catch (thrown) {
      const broken = thrown instanceof BlockyardError && thrown.code === 'engine-refused';
      if (broken && !(thrown instanceof EngineRefusedError)) return false;
      throw thrown;
    }
  }

  /** The last `tail` records of the engine (a long line is several), or all. */
  async read(
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
    // A line without an end is whole only when the container has stopped: else its rest is still to come.
    if (joiner.pending && !(await this.facts(signal))?.running) joiner.end();
  }
}

function engineRecordsIn(records: readonly Buffer[]): number {
  return records.reduce((sum, record) => sum + Math.ceil((record.length - headLength) / engineRecord), 0);
}
