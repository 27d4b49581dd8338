import { BlockyardError } from '../../shared/index.ts';
import type { Place } from './files.ts';

export class PlaceGone extends BlockyardError {
  constructor({ kind, name }: Place) {
    super('not-found', `The ${kind} ${name} is not there any more.`, {
      remedy:
        kind === 'container' ? 'Bring the stack up, or choose another container.' : 'Choose another one.',
    });
  }
}

export class NoSuchPath extends BlockyardError {
  constructor(path: string, { name }: Place) {
    super('not-found', `There is no ${path} in ${name}.`, {
      remedy: 'It may have been removed meanwhile: look at the folder above it.',
    });
  }
}

export class NotAFolder extends BlockyardError {
  constructor(path: string, { name }: Place) {
    super('usage', `${path} of ${name} is not a folder.`, { remedy: 'Open it as a file.' });
  }
}

export class NotAFile extends BlockyardError {
  constructor(path: string, { name }: Place) {
    super(
      'usage',
      `${path} of ${name} has no content that could be read: it is a folder, a device or a pipe.`,
    );
  }
}

export class LookRefused extends BlockyardError {
  constructor(path: string, { name }: Place, cause?: unknown) {
    super('permission-denied', `${path} of ${name} may not be read, not even by its root.`, {
      remedy: 'See who owns it, and what the container is allowed to do (`cap_drop`, `user`).',
      cause,
    });
  }
}

export class NoHelperImage extends BlockyardError {
  constructor({ name }: Place) {
    super(
      'image-not-found',
      `No container uses the volume ${name}, and there is no image to look into it with.`,
      {
        remedy: 'Bring the stack up once.',
      },
    );
  }
}

export class BrokenOff extends BlockyardError {
  constructor(path: string, { name }: Place, words: string) {
    super('file-transfer-failed', `Reading ${path} of ${name} was broken off: ${words}`);
  }
}
