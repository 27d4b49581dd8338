import { BlockyardError } from '../../../shared/index.ts';
import type { Path } from './edit.ts';

/** The file does not parse, so nothing can be changed in it. */
export class StackFileUnreadable extends BlockyardError {
  constructor(file: string, problem: string, place?: { line: number; column: number }) {
    super('yaml-invalid', `It cannot be changed while it is not valid YAML: ${problem}`, {
      where: { file, ...place },
      remedy: 'Mend the file first, then try again.',
    });
  }
}

/** It is written in a way that cannot be changed without touching what others wrote. */
export class EditImpossible extends BlockyardError {
  constructor(file: string, path: Path, why: string) {
    super('usage', `\`${path.join('.')}\` cannot be changed here: ${why}.`, {
      where: { file },
      remedy: 'Change it by hand in the file.',
    });
  }
}

export class StackFileChanged extends BlockyardError {
  constructor(file: string) {
    super(
      'confirmation-required',
      'The file was changed by somebody else in the meantime; nothing was written.',
      {
        where: { file },
        remedy: 'Look at what would change once more, then agree to it.',
      },
    );
  }
}

export class StackFileNotWritten extends BlockyardError {
  constructor(file: string, thrown: unknown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    const denied = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
    super(
      denied ? 'permission-denied' : code === 'ENOSPC' ? 'disk-full' : 'internal',
      `The file could not be written: ${message}.`,
      {
        where: { file },
        cause: thrown,
        remedy: denied ? 'Give yourself the right to write in its folder.' : undefined,
      },
    );
  }
}
