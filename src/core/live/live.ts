import type { ErrorData } from '../../shared/index.ts';
import type { Engine, EngineDetails, EngineEvent, EngineInfo } from '../engine/index.ts';

/*
 * What lives as long as the process: one connection to the engine, kept through its absences, and one stream of its
 * events, from which every view is fed. Views hold no connection of their own.
 */

export type EngineState =
  | { state: 'connecting'; since: number }
  | { state: 'connected'; since: number; info: EngineInfo; machine?: EngineDetails | undefined }
  | { state: 'away'; since: number; error: ErrorData; info?: EngineInfo | undefined };

/** What listeners of the engine's events get; `again` says that events may have been missed: look at everything anew. */
export type LiveEvent = { kind: 'event'; event: EngineEvent } | { kind: 'again' };

export interface Live extends AsyncDisposable {
  /** The engine, when it is there; else throws why it is not (after the first attempt to connect was over). */
  engine(options?: { signal?: AbortSignal | undefined }): Promise<Engine>;
  /** The state of the connection: now, and after each change. */
  followEngine(signal: AbortSignal): AsyncIterable<EngineState>;
  /** Every event of containers, networks and volumes, whatever project. Listeners are called in turn and must not wait. */
  onEvent(listener: (event: LiveEvent) => void): () => void;
  /** Connects anew, to the engine that is chosen now. */
  reconnect(): void;
}
