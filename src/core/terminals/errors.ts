import { BlockyardError } from '../../shared/index.ts';

export class NoSuchTerminal extends BlockyardError {
  constructor() {
    super('not-found', 'This terminal is not open any more.', { remedy: 'Open another one.' });
  }
}

export class TooManyTerminals extends BlockyardError {
  constructor(limit: number) {
    super('usage', `There are ${limit} terminals already, as many as Blockyard keeps.`, {
      remedy: 'Close one that you do not need.',
    });
  }
}

export class NoShell extends BlockyardError {
  constructor(container: string) {
    super('engine-refused', `There is no shell in the container ${container}.`, {
      remedy:
        'Give a command that its image has, or let the service use a variant of its image with a shell (often tagged `debug`).',
    });
  }
}

/** The engine could not start the command; `words` are its own. */
export class CommandNotStarted extends BlockyardError {
  constructor(container: string, words: string) {
    super('engine-refused', `No terminal could be opened in the container ${container}: ${words}`, {
      remedy: /user|group/i.test(words)
        ? 'Choose a user that the container knows, or leave it out.'
        : undefined,
    });
  }
}

export class InputNotRead extends BlockyardError {
  constructor() {
    super('resource-in-use', 'The program in the terminal does not read what is typed.', {
      remedy: 'Wait for it, or close the terminal.',
    });
  }
}

export class TerminalEnded extends BlockyardError {
  constructor() {
    super('container-exited', 'What ran in this terminal has ended.', { remedy: 'Open it again.' });
  }
}
