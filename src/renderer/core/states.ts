import { replaceEqualDeep } from '@tanstack/react-query';
import type { CoreClient } from '../../shared/contract/index.ts';
import type { ErrorData } from '../../shared/index.ts';
import type { Connection } from './connection.ts';
import { keepFollowing } from './follow.ts';

/** What a view knows of a state that it follows. */
export type Followed<State> =
  | { state: 'loading' }
  | { state: 'live'; value: State }
  /** The connection is away: this is how it was; it comes back by itself. */
  | { state: 'stale'; value: State }
  /** The core said why there is nothing (more); it is asked again by itself, ever more seldom. */
  | { state: 'failed'; error: ErrorData; value?: State };

type Stream<State> = (
  input: never,
  options: { signal: AbortSignal },
) => Promise<AsyncIterable<State, unknown, unknown>>;

type StreamsOf<Group> = {
  [Name in keyof Group & string]: Group[Name] extends Stream<unknown> ? Name : never;
}[keyof Group & string];

/** The procedures that stream, as `group.name`: `stacks.follow`. */
export type StatePath = {
  [Group in keyof CoreClient & string]: `${Group}.${StreamsOf<CoreClient[Group]>}`;
}[keyof CoreClient & string];

type ProcedureAt<Path extends StatePath> = Path extends `${infer Group}.${infer Name}`
  ? Group extends keyof CoreClient
    ? Name extends keyof CoreClient[Group]
      ? CoreClient[Group][Name]
      : never
    : never
  : never;

export type InputOf<Path extends StatePath> =
  ProcedureAt<Path> extends (...args: infer Args) => unknown ? Args[0] : never;
export type StateOf<Path extends StatePath> =
  ProcedureAt<Path> extends (...args: never) => Promise<AsyncIterable<infer State, unknown, unknown>>
    ? State
    : never;

interface Entry {
  known: Followed<unknown>;
  listeners: Set<() => void>;
  /** Follows while somebody looks, and for a moment longer. */
  following: AbortController | undefined;
  leaving: ReturnType<typeof setTimeout> | undefined;
}

const loading: Followed<never> = { state: 'loading' };
const lingerMilliseconds = 5_000;

/** One subscription for each state, however many look at it; what was last known stays while it is away. */
export class StateStreams {
  readonly #connection: Connection;
  readonly #entries = new Map<string, Entry>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  known(path: StatePath, input: unknown): Followed<unknown> {
    return this.#entries.get(keyOf(path, input))?.known ?? loading;
  }

  subscribe(path: StatePath, input: unknown, listener: () => void): () => void {
    const key = keyOf(path, input);
    const entry = this.#entries.get(key) ?? newEntry();
    this.#entries.set(key, entry);
    clearTimeout(entry.leaving);
    entry.listeners.add(listener);
    if (!entry.following) this.#follow(entry, path, input);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0) this.#leaveSoon(key, entry);
    };
  }

  #follow(entry: Entry, path: StatePath, input: unknown): void {
    const following = new AbortController();
    entry.following = following;
    const tell = (known: Followed<unknown>) => {
      entry.known = known;
      for (const listener of [...entry.listeners]) listener();
    };
    void keepFollowing({
      connection: this.#connection,
      signal: following.signal,
      open: (signal) => procedureAt(this.#connection.core, path)(input as never, { signal }),
      take: (value) => {
        const known = 'value' in entry.known ? entry.known.value : undefined;
        // What is the same as before stays the same object: who shows it need not look again.
        const shared = replaceEqualDeep(known, value);
        if (entry.known.state !== 'live' || shared !== known) tell({ state: 'live', value: shared });
      },
      onLost: (error) => tell(afterLoss(entry.known, error)),
    });
  }

  /** Who only changes the tab comes back in a moment, to the same stream. */
  #leaveSoon(key: string, entry: Entry): void {
    entry.leaving = setTimeout(() => {
      entry.following?.abort();
      this.#entries.delete(key);
    }, lingerMilliseconds);
  }
}

function newEntry(): Entry {
  return { known: loading, listeners: new Set(), following: undefined, leaving: undefined };
}

function afterLoss(known: Followed<unknown>, error: ErrorData | undefined): Followed<unknown> {
  const value = 'value' in known ? { value: known.value } : undefined;
  if (error) return { state: 'failed', error, ...value };
  return value ? { state: 'stale', ...value } : loading;
}

function keyOf(path: StatePath, input: unknown): string {
  return `${path} ${JSON.stringify(input)}`;
}

function procedureAt(core: CoreClient, path: StatePath): Stream<unknown> {
  const [group, name] = path.split('.') as [string, string];
  return (core as unknown as Record<string, Record<string, Stream<unknown>>>)[group]?.[
    name
  ] as Stream<unknown>;
}
