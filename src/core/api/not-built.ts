import { BlockyardError } from '../../shared/index.ts';

/** Until the procedure's capability is there. */
export function notBuilt(): BlockyardError {
  return new BlockyardError('internal', 'This is not built yet.');
}
