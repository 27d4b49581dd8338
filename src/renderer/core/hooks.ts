import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { CoreClient, Hello } from '../../shared/contract/index.ts';
import type { ErrorData } from '../../shared/index.ts';
import type { ConnectionState } from './connection.ts';
import { toErrorData } from './errors.ts';
import { connection, core, stateStreams } from './page.ts';
import type { Followed, InputOf, StateOf, StatePath } from './states.ts';

/** The core: its calls go over whichever connection there is, and fail clearly while there is none. */
export function useCore(): CoreClient {
  return core;
}

export function useConnection(): ConnectionState {
  return useStore(connection.store);
}

/** What the core said of itself; kept while the connection is lost. */
export function useHello(): Hello | undefined {
  const state = useConnection();
  const last = useRef<Hello>(undefined);
  if (state.state === 'connected') last.current = state.hello;
  return last.current;
}

/**
 * Follows a state of the core: `useFollowed('stacks.follow', { project })`. Views of the same state share one stream; it
 * comes back by itself after a loss. `undefined` as input follows nothing.
 */
export function useFollowed<Path extends StatePath>(
  path: Path,
  input: InputOf<Path> | undefined,
): Followed<StateOf<Path>> {
  const key = JSON.stringify(input);
  const subscribe = useCallback(
    (listener: () => void) =>
      key === undefined ? () => undefined : stateStreams.subscribe(path, JSON.parse(key), listener),
    [path, key],
  );
  const known = () => stateStreams.known(path, input) as Followed<StateOf<Path>>;
  return useSyncExternalStore(subscribe, known);
}

export interface Action<Input, Output> {
  /** Never rejects: an error is in `error` and, unless the action is inline, shown at the page's edge. */
  run: (input: Input) => Promise<Output | undefined>;
  pending: boolean;
  error: ErrorData | undefined;
  clear: () => void;
}

export interface ActionOptions<Input, Output> {
  /** What failed, for the message at the page's edge: `Could not stop shop`. */
  failure?: string | ((input: Input) => string);
  /** The view shows `error` itself: nothing at the page's edge. */
  inline?: boolean;
  onDone?: (output: Output, input: Input) => void;
  /** Takes the error over, by code say; true: it was dealt with. */
  onError?: (error: ErrorData, input: Input) => boolean | undefined;
}

type FailureListener = (title: string, error: ErrorData) => void;
let showFailure: FailureListener = (title, error) => console.error(title, error);

/** Where failures of actions are shown that no view shows itself; set once, by the shell. */
export function onActionFailure(listener: FailureListener): void {
  showFailure = listener;
}

/** Shows a failure at the page's edge, with its remedy. */
export function tellFailure(title: string, thrown: unknown): void {
  showFailure(title, toErrorData(thrown));
}

/** Something a person does: whether it is under way, and what went wrong. */
export function useAction<Input = void, Output = unknown>(
  act: (input: Input) => Promise<Output>,
  options: ActionOptions<Input, Output> = {},
): Action<Input, Output> {
  const [underWay, setUnderWay] = useState(0);
  const [error, setError] = useState<ErrorData>();
  const latest = useRef({ act, options });
  useEffect(() => {
    latest.current = { act, options };
  });

  const run = useCallback(async (input: Input) => {
    const now = latest.current;
    setUnderWay((count) => count + 1);
    setError(undefined);
    try {
      const output = await now.act(input);
      now.options.onDone?.(output, input);
      return output;
    } catch (thrown) {
      const data = toErrorData(thrown);
      if (now.options.onError?.(data, input)) return undefined;
      setError(data);
      if (now.options.inline) return undefined;
      const { failure = 'That did not work' } = now.options;
      showFailure(typeof failure === 'string' ? failure : failure(input), data);
      return undefined;
    } finally {
      setUnderWay((count) => count - 1);
    }
  }, []);

  const clear = useCallback(() => setError(undefined), []);
  return { run, pending: underWay > 0, error, clear };
}
