import { Latest } from '../live/index.ts';

/** Between two states of one stream. */
const pauseMilliseconds = 100;

/**
 * A stream of whole states for the contract: what `read` answers at once, then after each change that `subscribe` tells of
 * when the answer is another one. Ends with the signal.
 */
export async function* statesOf<State>(
  subscribe: (listener: () => void) => () => void,
  read: () => State,
  signal: AbortSignal,
): AsyncGenerator<State, void> {
  const changes = new Latest<undefined>();
  const stop = subscribe(() => changes.set(undefined));
  changes.set(undefined);
  let last: string | undefined;
  try {
    for await (const _ of changes.follow(signal, pauseMilliseconds)) {
      const state = read();
      const text = JSON.stringify(state);
      if (text !== last) yield state;
      last = text;
    }
  } finally {
    stop();
  }
}
