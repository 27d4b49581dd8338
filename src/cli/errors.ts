import { BlockyardError } from '../shared/index.ts';

/** The command line was not understood. */
export class UsageError extends BlockyardError {
  constructor(message: string, remedy?: string) {
    super('usage', message, { remedy });
  }
}

/** Ctrl-C or a signal to end. */
export class Interrupted extends BlockyardError {
  constructor(signalName: string, remedy?: string) {
    super('interrupted', signalName === 'SIGINT' ? 'Interrupted.' : `Interrupted by ${signalName}.`, {
      remedy,
    });
  }
}
