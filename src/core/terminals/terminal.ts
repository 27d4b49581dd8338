import { StringDecoder } from 'node:string_decoder';
import { setTimeout as wait } from 'node:timers/promises';
import { BlockyardError } from '../../shared/index.ts';
import type { CallOptions, Engine } from '../engine/index.ts';
import { Bell } from '../waiting/index.ts';
import { InputNotRead, TerminalEnded } from './errors.ts';
import { OutputRing } from './output-ring.ts';
import { type StartRequest, signalTerminal, startInTerminal, type TerminalProcess } from './start.ts';
import type { OutputPiece, TerminalState } from './terminals.ts';

/** In UTF-16 units. */
const kept = 1_000_000;
const longestPiece = 16 * 1024;
/** How far the fastest reader may be behind before the command has to wait: little, for what is under way delays Ctrl-C. */
const longestLag = 128 * 1024;
/** After a piece, more is gathered for this long. What comes after a silence, such as an echo, goes at once. */
const gatherMilliseconds = 12;
/** Where nobody looks, this much is taken at a time (some megabytes a second), so that a flood costs nobody anything. */
const unseen = { bytes: 256 * 1024, pauseMilliseconds: 50 };
/** Bytes of input that the program has not taken. */
const longestInput = 4 * 1024 * 1024;
const grace = 1000;

interface Reader {
  /** Up to where it has what was written. */
  offset: number;
}

/** One command with a tty, and what it wrote. */
export class Terminal {
  readonly #engine: Engine;
  readonly #request: StartRequest;
  readonly #running: TerminalProcess;
  readonly #onChange: () => void;
  readonly #ring = new OutputRing(kept);
  readonly #readers = new Set<Reader>();
  readonly #changed = new Bell();
  readonly #ended: Promise<void>;
  #state: TerminalState;
  #closing = false;

  static async open(
    engine: Engine,
    request: StartRequest,
    state: TerminalState,
    onChange: () => void,
    { signal }: CallOptions,
  ): Promise<Terminal> {
    // The caller's signal is for the opening; the terminal goes on after it.
    const opening = new AbortController();
    const abort = () => opening.abort(signal?.reason);
    signal?.addEventListener('abort', abort);
    try {
      const running = await startInTerminal(engine, request, { signal: opening.signal });
      return new Terminal(engine, request, running, state, onChange);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  private constructor(
    engine: Engine,
    request: StartRequest,
    running: TerminalProcess,
    state: TerminalState,
    onChange: () => void,
  ) {
    this.#engine = engine;
    this.#request = request;
    this.#running = running;
    this.#state = state;
    this.#onChange = onChange;
    this.#ended = this.#follow();
  }

  get state(): TerminalState {
    return this.#state;
  }

  async *output(after: number, signal: AbortSignal): AsyncGenerator<OutputPiece, void> {
    const reader: Reader = { offset: Math.min(after, this.#ring.end) };
    const asked = this.#ring.end;
    this.#readers.add(reader);
    try {
      while (!signal.aborted) {
        const old = reader.offset < asked;
        const length = old ? Math.min(longestPiece, asked - reader.offset) : longestPiece;
        const piece = this.#ring.read(reader.offset, length);
        if (piece) {
          yield { ...piece, old };
          // Only now has it been taken.
          reader.offset = piece.offset;
          this.#changed.ring();
          if (piece.text.length < longestPiece) await wait(gatherMilliseconds, undefined, { signal });
        } else if (this.#state.state === 'ended') return;
        else await this.#changed.next(signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#readers.delete(reader);
      this.#changed.ring();
    }
  }

  write(text: string): void {
    const { stdin } = this.#running.process;
    if (!stdin || this.#state.state === 'ended') throw new TerminalEnded();
    if (stdin.writableLength > longestInput) throw new InputNotRead();
    stdin.write(text);
  }

  resize(columns: number, rows: number): Promise<void> {
    return this.#running.process.resize(columns, rows);
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#changed.ring();
    await this.#hangUp().catch(() => {
      // The engine is away or the container gone: nothing of it can be ended from here.
    });
    this.#running.process.close();
    await this.#ended;
  }

  async #hangUp(): Promise<void> {
    for (const signalName of ['HUP', 'KILL'] as const) {
      if (this.#state.state === 'ended') return;
      const options = { signal: AbortSignal.timeout(5 * grace) };
      await signalTerminal(this.#engine, this.#request, this.#running, signalName, options);
      await Promise.race([this.#ended, wait(grace, undefined, { ref: false })]);
    }
  }

  /** Keeps what it writes until it ends. */
  async #follow(): Promise<void> {
    const decoder = new StringDecoder('utf8');
    let taken = 0;
    try {
      for await (const chunk of this.#running.output) {
        this.#ring.append(decoder.write(chunk));
        this.#changed.ring();
        taken = this.#readers.size > 0 ? 0 : taken + chunk.length;
        while (this.#everybodyLags()) await this.#changed.next();
        if (taken < unseen.bytes || this.#closing) continue;
        taken = 0;
        await wait(unseen.pauseMilliseconds);
      }
    } catch {
      // How it ended is asked below.
    }
    this.#ring.append(decoder.end());
    this.#end(await this.#howItEnded());
    if ((this.#state.exitCode ?? 0) > 128 && (await this.#containerHasStopped()))
      this.#end({ text: `The container ${this.#request.container} has stopped.` });
  }

  #end(ending: Pick<TerminalState, 'exitCode' | 'text'>): void {
    this.#state = { ...this.#state, state: 'ended', ...ending };
    this.#changed.ring();
    this.#onChange();
  }

  #everybodyLags(): boolean {
    if (this.#closing || this.#readers.size === 0) return false;
    const furthest = Math.max(...[...this.#readers].map(({ offset }) => offset));
    return this.#ring.end - furthest > longestLag;
  }

  async #howItEnded(): Promise<Pick<TerminalState, 'exitCode' | 'text'>> {
    if (this.#closing) return {};
    try {
      return { exitCode: await this.#running.process.exitCode };
    } catch (error) {
      const reason = error instanceof BlockyardError ? error.message : String(error);
      const gone = error instanceof BlockyardError && error.code !== 'engine-unreachable';
      return { text: gone ? `The container ${this.#request.container} is gone.` : reason };
    }
  }

  /** The engine knows of it a moment after its processes have died. */
  async #containerHasStopped(): Promise<boolean> {
    if (this.#closing) return false;
    const signal = AbortSignal.timeout(5 * grace);
    const { container } = this.#request;
    const wishes = { condition: 'not-running', signal } as const;
    return this.#engine.containers.wait(container, wishes).then(
      () => true,
      () => false,
    );
  }
}
