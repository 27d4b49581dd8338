import { app, MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { BlockyardError, type ErrorData } from '../shared/index.ts';
import { BackOff } from './back-off.ts';
import type { CoreOrder } from './shell-contract.ts';

export type CoreState =
  | { kind: 'running' }
  /** It ended; it is started anew after a pause. */
  | { kind: 'waiting' }
  /** It keeps ending: it is started anew when a person asks. */
  | { kind: 'failed'; error: ErrorData }
  | { kind: 'stopped' };

export interface CoreHostOptions {
  /** The core's bundle. */
  file: string;
  /** Answers what each new core asks of the desktop. */
  serve: (port: MessagePortMain) => void;
  backOff?: BackOff | undefined;
}

const tailLength = 4_000;
const stopWithinMilliseconds = 4_000;

/** The core in its utility process: started after `ready`, started anew with growing pauses when it ends. */
export class CoreHost {
  readonly #options: CoreHostOptions;
  readonly #backOff: BackOff;
  readonly #listeners = new Set<(state: CoreState) => void>();
  #state: CoreState = { kind: 'waiting' };
  #environment: Record<string, string> = {};
  #child: UtilityProcess | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: CoreHostOptions) {
    this.#options = options;
    this.#backOff = options.backOff ?? new BackOff();
  }

  get state(): CoreState {
    return this.#state;
  }

  /** Called at each change; a listener that comes late looks at `state` first. */
  onChange(listener: (state: CoreState) => void): void {
    this.#listeners.add(listener);
  }

  start(environment: Record<string, string>): void {
    if (this.#state.kind === 'stopped') return;
    this.#environment = environment;
    this.#launch();
  }

  /** A port to the core that runs; undefined when none does. */
  connect(): MessagePortMain | undefined {
    return this.#state.kind === 'running' ? this.#post({ kind: 'client' }) : undefined;
  }

  /** After it was given up: tries again, as often as at first. */
  retry(): void {
    if (this.#state.kind !== 'failed') return;
    this.#backOff.reset();
    this.#launch();
  }

  /** Lets it put things in order, for four seconds at most. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const child = this.#child;
    this.#become({ kind: 'stopped' });
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.postMessage({ kind: 'stop' } satisfies CoreOrder);
    const timer = setTimeout(() => child.kill(), stopWithinMilliseconds);
    await ended;
    clearTimeout(timer);
  }

  #launch(): void {
    const startedAt = Date.now();
    const child = utilityProcess.fork(this.#options.file, [], {
      env: this.#environment,
      serviceName: 'Blockyard core',
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    this.#child = child;
    let tail = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      // An app without a terminal has nowhere to write to, on Windows not even an open file.
      if (!app.isPackaged) process.stderr.write(bytes);
      tail = (tail + bytes.toString()).slice(-tailLength);
    });
    // Its exit follows; without a listener this would end us.
    child.on('error', (type, location) => {
      tail += `${type} at ${location}`;
    });
    // Why it could not start, when it could say so.
    let reason: ErrorData | undefined;
    child.on('message', (message: { kind: 'failed'; error: ErrorData }) => {
      reason = message.error;
    });
    child.on('exit', (code) =>
      this.#ended(reason ?? new CoreEnded(code, tail).toJSON(), Date.now() - startedAt),
    );
    this.#options.serve(this.#post({ kind: 'shell' }));
    this.#become({ kind: 'running' });
  }

  #ended(error: ErrorData, lived: number): void {
    this.#child = undefined;
    if (this.#state.kind === 'stopped') return;
    const pause = this.#backOff.next(lived);
    if (pause === undefined) {
      this.#become({ kind: 'failed', error });
      return;
    }
    this.#become({ kind: 'waiting' });
    this.#timer = setTimeout(() => this.#launch(), pause);
  }

  /** Gives the core one end of a new channel; answers the other. */
  #post(order: CoreOrder): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain();
    this.#child?.postMessage(order, [port2]);
    return port1;
  }

  #become(state: CoreState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

class CoreEnded extends BlockyardError {
  constructor(code: number, tail: string) {
    super('internal', `Blockyard’s core keeps ending (exit code ${code}).`, {
      remedy: 'Reload the page to try again. If it comes back, see what `blockyard doctor` says.',
      ...(tail.trim() && { cause: new Error(tail.trim()) }),
    });
  }
}
