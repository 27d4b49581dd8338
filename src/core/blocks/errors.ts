import { BlockyardError, type ErrorDetails } from '../../shared/index.ts';

export { BlockInvalid } from './format/read-block.ts';

/** `blockyard.yaml` says something that a stack file cannot. */
export class StackFileInvalid extends BlockyardError {
  constructor(message: string, details?: ErrorDetails) {
    super('block-invalid', message, details);
  }
}
