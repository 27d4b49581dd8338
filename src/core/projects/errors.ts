import { BlockyardError } from '../../shared/index.ts';
import type { GitFailed } from '../git/index.ts';

export class ProjectUnknown extends BlockyardError {
  constructor(id: string) {
    super('project-not-found', `There is no project ${id}.`, {
      remedy:
        'It may have been forgotten, or its stack is gone: choose one from the list, or open its folder.',
    });
  }
}

export class NoComposeFile extends BlockyardError {
  constructor(folder: string) {
    super('project-not-found', `There is no Compose file and no blockyard.yaml in ${folder}.`, {
      remedy:
        'Choose a folder with a compose.yaml, docker-compose.yml or blockyard.yaml, or create one there.',
    });
  }
}

/** A verb that does what the files say, for a stack of which only the engine is known. */
export class FilesNotOpened extends BlockyardError {
  constructor(verb: string, name: string, folder: string | undefined) {
    super('project-not-found', `${verb} needs the files of ${name}, which is known from the engine only.`, {
      remedy: folder
        ? `Open its folder: ${folder}.`
        : 'Open the folder where its Compose file is: the stack does not say where it came from.',
    });
  }
}

export class FolderUnusable extends BlockyardError {
  constructor(folder: string, thrown: unknown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    const [errorCode, why, remedy] = reasons[code ?? ''] ?? ['internal', message, undefined];
    super(errorCode, `${folder} ${why}.`, { cause: thrown, remedy });
  }
}

const reasons: Record<string, [BlockyardError['code'], string, string] | undefined> = {
  ENOENT: ['file-not-found', 'does not exist', 'Check the path.'],
  ENOTDIR: ['file-not-found', 'is not a folder', 'Choose the folder that it lies in.'],
  EACCES: ['permission-denied', 'may not be read by you', 'Ask its owner, or choose another one.'],
  EPERM: [
    'permission-denied',
    'may not be read by Blockyard',
    'Allow it in the privacy settings of the system, or choose another one.',
  ],
  ELOOP: ['file-not-found', 'is a link that leads in a circle', 'Remove the link.'],
};

export class CloneRefused extends BlockyardError {
  constructor(message: string, remedy: string) {
    super('usage', message, { remedy });
  }
}

/** With git's own words. */
export class CloneFailed extends BlockyardError {
  constructor(address: string, { words, meaning }: GitFailed) {
    super(meaning?.code ?? 'internal', `${address} could not be cloned. git says: ${words}`, {
      remedy: meaning?.remedy ?? 'Try `git clone` in a terminal: it may ask for what is missing.',
    });
  }
}

export class SampleMissing extends BlockyardError {
  constructor() {
    super('internal', 'The sample project did not come with this installation.', {
      remedy: 'Install Blockyard anew, or open a folder of your own.',
    });
  }
}
