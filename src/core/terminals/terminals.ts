import type { ComposeProject } from '../compose/index.ts';
import type { CallOptions, Engine } from '../engine/index.ts';

/*
 * Terminals in containers: a command with a tty each, which goes on while nobody looks, so that a page that was loaded
 * anew finds it again. They belong to this process, and end with it; when another engine is chosen, they go on with
 * theirs.
 *
 * Of a process that was killed (or whose engine was away when it ended) the commands stay in their containers, idle, until
 * those are stopped: the engine ends no command when its stream is closed, tells nobody's apart, and has no call to end
 * one. A later process leaves them alone: it would have to look into every container and guess.
 */

/** A terminal as a list shows it. */
export interface TerminalState {
  id: string;
  /** The id of the project that it was opened for. */
  project: string;
  service: string;
  /** The replica's number. */
  number: number;
  /** The container's name. */
  container: string;
  /** What was asked for; empty for the best shell that there is. */
  command: string[];
  /** As it was asked for. */
  user?: string | undefined;
  /** Milliseconds since the epoch. */
  startedAt: number;
  state: 'running' | 'ended';
  exitCode?: number | undefined;
  /** Why it ended, when it was not by its own. */
  text?: string | undefined;
}

export interface TerminalRequest {
  /** The id under which the list shows it. */
  project: string;
  service: string;
  /** The replica's number; default: the first that runs. */
  number?: number | undefined;
  /** Default: bash where the container has it, else its sh. */
  command?: string[] | undefined;
  /** Default: the container's own. */
  user?: string | undefined;
  columns: number;
  rows: number;
}

/** A piece of what a terminal wrote. */
export interface OutputPiece {
  text: string;
  /** Where this piece ends: what to ask for next. In UTF-16 units since the terminal was opened. */
  offset: number;
  /** How much before this piece was asked for and is not kept any more. */
  dropped: number;
  /** Whether it was there before it was asked for: whoever shows it must not answer what programs asked in it. */
  old: boolean;
}

export interface Terminals extends AsyncDisposable {
  /** All of them, oldest first: now, and after each change. */
  follow(signal: AbortSignal): AsyncGenerator<TerminalState[], void>;
  /**
   * Resolves when the command runs. Throws `service-not-found`, `not-ready` when no container of it runs, and
   * `engine-refused` when there is no shell in it, or not that user.
   */
  open(
    engine: Engine,
    project: ComposeProject,
    request: TerminalRequest,
    options?: CallOptions,
  ): Promise<TerminalState>;
  /**
   * What it wrote after this offset, as it comes; ends when the terminal has. The newest million characters are kept.
   * A reader that is slow slows the command down, unless another is faster.
   */
  output(id: string, after: number, signal: AbortSignal): AsyncGenerator<OutputPiece, void>;
  /** Passes on what was typed. Throws when the program has not read what came before. */
  write(id: string, text: string): void;
  resize(id: string, columns: number, rows: number): Promise<void>;
  /** Ends what runs in it, as closing a window does, and forgets it. */
  close(id: string): Promise<void>;
}
