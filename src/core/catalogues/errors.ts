import { BlockyardError } from '../../shared/index.ts';

export class BlockNotFound extends BlockyardError {
  constructor(message: string, remedy: string) {
    super('block-not-found', message, { remedy });
  }
}

export class CatalogueMissing extends BlockyardError {
  constructor() {
    super('internal', 'The shipped blocks did not come with this installation.', {
      remedy: 'Install Blockyard anew.',
    });
  }
}
