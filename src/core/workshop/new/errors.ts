import { BlockyardError } from '../../../shared/index.ts';

/** A block was to be made where none can be. */
export class CannotMakeBlock extends BlockyardError {
  constructor(message: string, remedy: string) {
    super('usage', message, { remedy });
  }
}
