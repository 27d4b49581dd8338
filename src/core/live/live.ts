import type { BlockyardError, ErrorData } from '../../shared/index.ts';
import type { Engine, EngineDetails, EngineEvent, EngineInfo } from '../engine/index.ts';
import type { SeenProject } from '../stack/index.ts';

/*
 * What lives as long as the process: one connection to the engine, kept through its absences, and one stream of its
 * events, from which every view is fed. Views hold no connection of their own.
 */

export type EngineState =
  | { state: 'connecting'; since: number }
  | { state: 'connected'; since: number; info: EngineInfo; machine?: EngineDetails | undefined }
  | { state: 'away'; since: number; error: ErrorData; info?: EngineInfo | undefined };

/**
 * What listeners of the engine's events get; `again` says that events may have been missed: look at everything anew. It
 * is told as well when the engine has gone away, from when on whoever asks for it is told why.
 */
export type LiveEvent = { kind: 'event'; event: EngineEvent } | { kind: 'again' };

/** The containers of all projects, as they were last seen. */
export interface Sighting {
  projects: SeenProject[];
  /** When they were seen, in milliseconds since the epoch. */
  at?: number | undefined;
  /** Why the engine does not answer: then the projects are what was seen before. */
  problem?: BlockyardError | undefined;
}

/** How a container ended. */
export interface Ending {
  how: 'stopped' | 'died';
  outOfMemory: boolean;
}

/** What is on the engine, looked at once for all who want to know. */
export interface Sightings {
  /**
   * One now, then one after each burst of changes; one list call for all followers. While nobody follows, nobody looks.
   */
  follow(signal: AbortSignal): AsyncIterable<Sighting>;
  /** The newest, when somebody follows; else looks once. */
  now(signal?: AbortSignal): Promise<Sighting>;
}

export interface Live extends AsyncDisposable {
  /** The engine, when it is there; else throws why it is not (after the first attempt to connect was over). */
  engine(options?: { signal?: AbortSignal | undefined }): Promise<Engine>;
  /** The state of the connection as it is now. */
  readonly state: EngineState;
  /** The state of the connection: now, and after each change. */
  followEngine(signal: AbortSignal): AsyncIterable<EngineState>;
  /** Every event of containers, networks and volumes, whatever project. Listeners are called in turn and must not wait. */
  onEvent(listener: (event: LiveEvent) => void): () => void;
  readonly sightings: Sightings;
  /** How containers ended, by their ids: those that did while this process listened, and that did not start again. */
  readonly endings: ReadonlyMap<string, Ending>;
  /** Aborts when the engine that is there now is left for another one: for streams that shall not go on with it. */
  readonly left: AbortSignal;
  /**
   * Connects anew, to the engine that is chosen now. Tasks and terminals of the one before go on with it; what was seen
   * of it stays until the other one has answered, or failed to.
   */
  reconnect(): void;
}
