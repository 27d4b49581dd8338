import { type Context, createContext, Script } from 'node:vm';
import type { BlockyardError, Where } from '../../../shared/index.ts';
import { StackFileInvalid } from '../errors.ts';

/** Far above what a large stack needs, in milliseconds. */
const limit = 2_000;

const call = new Script('work()');
/** Making one takes milliseconds. */
let context: Context | undefined;

/**
 * Cuts off what takes too long. A block is a stranger's: lists mapped within lists, or a pattern that tries every way,
 * would hold the whole process.
 * @throws what `work` throws, or Node's ERR_SCRIPT_EXECUTION_TIMEOUT
 */
export function withinTime<Result>(work: () => Result): Result {
  context ??= createContext({});
  context['work'] = work;
  try {
    return call.runInContext(context, { timeout: limit }) as Result;
  } finally {
    delete context['work'];
  }
}

export function endless(thrown: unknown, where: Where): BlockyardError {
  if ((thrown as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw thrown;
  return new StackFileInvalid(`The blocks take longer than ${limit / 1000} seconds to be expanded.`, {
    where,
    remedy:
      'An expression or a pattern in one of them has no end: take blocks out until you know which, and tell its owner.',
  });
}
