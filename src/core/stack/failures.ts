import { ManyErrors } from '../../shared/index.ts';
import type { GraphOutcome } from './graph.ts';

/** Throws what failed: one error as it is, several together. An abort goes before them. */
export function throwFailures({ failed }: GraphOutcome, signal: AbortSignal): void {
  signal.throwIfAborted();
  const errors = [...failed.values()];
  if (errors.length > 1) throw new ManyErrors(errors);
  if (errors[0]) throw errors[0];
}
