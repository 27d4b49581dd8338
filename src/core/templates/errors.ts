import { BlockyardError } from '../../shared/index.ts';
import { didYouMean } from '../compose/index.ts';

export class TemplateUnknown extends BlockyardError {
  constructor(name: string, known: readonly string[], suggestion: string | undefined) {
    super('not-found', `There is no template ${name}.`, {
      remedy: suggestion ?? `There is: ${known.join(', ')}.`,
    });
  }
}

export class FilesThere extends BlockyardError {
  constructor(folder: string, paths: readonly string[]) {
    super(
      'usage',
      `${listed(paths)} ${paths.length === 1 ? 'is' : 'are'} in ${folder} already; nothing was written.`,
      {
        remedy:
          'Choose an empty folder, or move what is there out of the way. To add to a blockyard.yaml that is there: `blockyard add`.',
      },
    );
  }
}

export class NothingToPropose extends BlockyardError {
  constructor(folder: string) {
    super('not-found', `Nothing in ${folder} says which blocks it needs.`, {
      remedy: 'Choose a template (`blockyard init --list`), or add a block: `blockyard add postgres`.',
    });
  }
}

export class FolderRelative extends BlockyardError {
  constructor(folder: string) {
    super('usage', `'${folder}' does not say where the folder is.`, {
      remedy: 'Give the whole path, or one that begins with ~/.',
    });
  }
}

export class StackFileThere extends BlockyardError {
  constructor(file: string) {
    super('usage', 'There is a stack file already.', {
      where: { file },
      remedy: 'Add to it with `blockyard add`, or edit it.',
    });
  }
}

export class InstanceUnknown extends BlockyardError {
  constructor(name: string, file: string, suggestion: string | undefined) {
    super('not-found', `There is no block ${name} in the stack file.`, {
      where: { file },
      remedy: suggestion ?? 'See its `blocks:`.',
    });
  }
}

export class InstanceThere extends BlockyardError {
  constructor(name: string, file: string) {
    super('name-conflict', `There is a block ${name} already.`, {
      where: { file },
      remedy: 'Give the new one another name (`--name`).',
    });
  }
}

export class ServiceUnknown extends BlockyardError {
  constructor(name: string, known: readonly string[]) {
    super('service-not-found', `There is no service ${name} to bind to.`, {
      remedy:
        didYouMean(name, known) ??
        (known.length > 0 ? `There is: ${known.join(', ')}.` : 'Add the service first.'),
    });
  }
}

export class ParameterUnknown extends BlockyardError {
  constructor(name: string, block: string, known: readonly string[]) {
    super('usage', `Block ${block} has no parameter ${name}.`, {
      remedy: didYouMean(name, known) ?? (known.length > 0 ? `It has: ${known.join(', ')}.` : 'It has none.'),
    });
  }
}

export class ParameterUnreadable extends BlockyardError {
  constructor(name: string, value: string, type: 'boolean' | 'integer' | 'number' | 'array') {
    super('usage', `Parameter ${name} wants ${wanted[type]}, not '${value}'.`);
  }
}

const wanted = {
  boolean: '`true` or `false`',
  integer: 'a whole number',
  number: 'a number',
  array: 'numbers with commas between them',
};

export class TemplatesMissing extends BlockyardError {
  constructor() {
    super('internal', 'The templates did not come with this installation.', {
      remedy: 'Install Blockyard anew.',
    });
  }
}

/** Names of files: all up to three, else how many more there are. */
function listed(paths: readonly string[]): string {
  const [shown, rest] = [paths.slice(0, 3), paths.length - 3];
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
