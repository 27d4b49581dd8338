import { BlockyardError } from '../../shared/index.ts';

export class TaskNotFound extends BlockyardError {
  constructor(id: string) {
    super('usage', `There is no task ${id}.`, { remedy: 'List the tasks that are known.' });
  }
}

export class TaskNotCancellable extends BlockyardError {
  constructor(title: string) {
    super('usage', `${title} cannot be cancelled.`, { remedy: 'Wait until it has finished.' });
  }
}

export class TaskCancelled extends BlockyardError {
  constructor(title: string, cause: unknown) {
    super('interrupted', `${title} was cancelled.`, { cause });
  }
}
