import { BlockyardError } from '../../shared/index.ts';

/** For procedures of the contract that are still to be built. */
export function notBuilt(): never {
  throw new BlockyardError('internal', 'This is not built yet.');
}
