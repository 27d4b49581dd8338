import { BlockyardError } from '../shared/index.ts';

/** The command line was not understood. */
export class UsageError extends BlockyardError {
  constructor(message: string, remedy?: string) {
    super('usage', message, { remedy });
  }
}

/** Ctrl-C or a signal to end. */
export class Interrupted extends BlockyardError {
  constructor(signalName: string, remedy?: string) {
    super('interrupted', signalName === 'SIGINT' ? 'Interrupted.' : `Interrupted by ${signalName}.`, {
      remedy,
    });
  }
}

/** A project was named and its files are not in sight: this verb does what they say. */
export class FilesNeeded extends BlockyardError {
  constructor(verb: string, project: string, known: readonly string[]) {
    const options = known.map((file) => `-f ${file}`).join(' ');
    super(
      'project-not-found',
      `\`${verb}\` needs the Compose file of ${project}: there is none here or above.`,
      {
        remedy:
          known.length > 0
            ? `It was brought up from files that are still there: \`blockyard ${options} -p ${project} ${verb}\`.`
            : "Go to the project's folder, or name the file with --file.",
      },
    );
  }
}
