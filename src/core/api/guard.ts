import { AsyncIteratorClass } from '@orpc/server';
import type { CallLife } from './call-life.ts';
import { toWire } from './to-wire.ts';

/**
 * A stream whose errors are the contract's, and whose source is told to end as soon as its client is gone, also when it
 * was never asked for anything.
 */
export function guardStream<Value>(
  source: AsyncIterator<Value>,
  life: CallLife,
  path: readonly string[],
): AsyncIteratorClass<Value> {
  const leave = async () => {
    life.abort();
    await source.return?.();
  };
  const onAbort = () => void leave().catch(() => {});
  if (life.signal.aborted) onAbort();
  life.signal.addEventListener('abort', onAbort, { once: true });
  return new AsyncIteratorClass(async () => {
    try {
      const result = await source.next();
      if (result.done) life.end();
      return result as IteratorResult<Value, undefined>;
    } catch (thrown) {
      life.end();
      // Whoever left does not want to hear that what was going on was interrupted by it.
      if (life.signal.aborted) return { done: true, value: undefined };
      throw toWire(thrown, path);
    }
  }, leave);
}
