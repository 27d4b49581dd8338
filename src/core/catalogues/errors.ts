import { BlockyardError, type ErrorDetails } from '../../shared/index.ts';
import type { GitFailed } from '../git/index.ts';

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

export class RefRefused extends BlockyardError {
  constructor(ref: string) {
    super('usage', `\`${ref.slice(0, 200)}\` is no name of a branch or tag.`, {
      remedy: 'Write the address as URL#main, or URL#v1.2.',
    });
  }
}

/** Addresses are written to a lock file and shown to others. */
export class AddressHoldsSecret extends BlockyardError {
  constructor(shown: string) {
    super('usage', `The address of ${shown} holds a password or a token.`, {
      remedy: 'Leave it out, and sign in with git (a credential helper), or use the ssh address.',
    });
  }
}

export class LockInvalid extends BlockyardError {
  constructor(message: string, details: ErrorDetails) {
    super('catalogue-changed', message, {
      ...details,
      remedy:
        `${details.remedy ?? ''} Or take the file back from git: it is written by Blockyard alone.`.trim(),
    });
  }
}

export class TeamUnreadable extends BlockyardError {
  constructor(file: string, cause: unknown) {
    super('store-failed', `What ${file} says of your team cannot be read.`, {
      cause,
      remedy: 'Join the team anew: `blockyard join URL`.',
    });
  }
}

export class CatalogueUnreachable extends BlockyardError {
  constructor(shown: string, { words, meaning }: GitFailed, commit?: string) {
    const at = commit === undefined ? '' : ` at commit ${commit.slice(0, 12)}`;
    super('catalogue-unreachable', `${shown} could not be fetched${at}. git says: ${words}`, {
      remedy:
        meaning?.remedy ??
        (commit === undefined
          ? 'Try `git fetch` in a terminal: it may ask for what is missing.'
          : 'Look whether the repository was moved or its history rewritten; `blockyard catalogue update` takes up its present state.'),
    });
  }
}

export class CatalogueChanged extends BlockyardError {
  constructor(shown: string, commit: string, cause?: unknown) {
    super(
      'catalogue-changed',
      `The content of ${shown} at commit ${commit.slice(0, 12)} is not the one that was locked.`,
      {
        cause,
        remedy: `Ask who changed it. If the copy on this machine was edited, delete the folder catalogues/${commit} in BLOCKYARD_HOME: it is fetched anew. If the lock was edited, take it back.`,
      },
    );
  }
}

/** Something in the repository could do harm, or would not be the same on every system. */
export class CatalogueRefused extends BlockyardError {
  constructor(shown: string, why: string, remedy: string) {
    super('block-invalid', `${shown} is refused: ${why}.`, { remedy });
  }
}
