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

/** Where a reader wants to go on is nothing that was handed out for these logs. */
export class UnknownCheckpoint extends BlockyardError {
  constructor() {
    super('usage', 'These logs have no such place to go on from.', {
      remedy: 'Read them from their beginning or their end again.',
    });
  }
}

export class InvalidPattern extends BlockyardError {
  constructor(pattern: string, cause: unknown) {
    super('usage', `/${pattern}/ is no regular expression: ${(cause as Error).message}.`, {
      remedy: 'Put a backslash before characters that are meant as they are: . * + ? ( ) [ ] { } | ^ $ \\',
    });
  }
}

/** A pattern that tries so many ways to match a line that searching would hold up everything else. */
export class SlowPattern extends BlockyardError {
  constructor(pattern: string) {
    super('usage', `Searching for /${pattern}/ takes too long.`, {
      remedy: 'Avoid repetitions within repetitions, such as (a+)+ or (.*x)*.',
    });
  }
}
