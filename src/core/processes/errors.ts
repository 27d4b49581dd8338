import { BlockyardError } from '../../shared/index.ts';

export class ProcessNotStarted extends BlockyardError {
  constructor(name: string, cause?: unknown) {
    super('internal', `${name} could not be started.`, {
      cause,
      remedy: 'See whether this machine is out of memory or processes, then try again.',
    });
  }
}
