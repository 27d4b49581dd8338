import { type BlockyardError, ManyErrors } from '../../shared/index.ts';
import type { GraphOutcome } from './graph.ts';

/**
 * Throws what failed: one error as it is, several together. An abort goes before them. That the engine is gone comes
 * first and is said once, however many steps it kept from going on.
 */
export function throwFailures({ failed }: GraphOutcome, signal: AbortSignal): void {
  signal.throwIfAborted();
  const all = [...failed.values()];
  const isLost = ({ code }: BlockyardError) => code === 'engine-unreachable';
  const errors = [...all.filter(isLost).slice(0, 1), ...all.filter((error) => !isLost(error))];
  if (errors.length > 1) throw new ManyErrors(errors);
  if (errors[0]) throw errors[0];
}
