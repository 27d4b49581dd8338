import { BlockyardError } from '../../shared/index.ts';

/** Another process follows the stack's logs, but does not store this one's. */
export class LogNotStored extends BlockyardError {
  constructor(container: string) {
    super(
      'timed-out',
      `The log of ${container} has not been stored by the process that follows this stack.`,
      {
        remedy:
          'End that process (another `blockyard logs -f`, say), or try again when the machine is less busy.',
      },
    );
  }
}
