import { Command, CommanderError } from 'commander';
import { exitCodeOf, exitCodes, toBlockyardError } from '../shared/index.ts';
import { addGlobalOptions } from './command.ts';
import { completeCommand } from './commands/complete.ts';
import { commands } from './commands/index.ts';
import { UsageError } from './errors.ts';
import { Output } from './output.ts';

/** The whole command tree: help and completion are made from it. */
export function createProgram(version: string): Command {
  const program = new Command('blockyard')
    .description('Brings a Compose project up on your own container engine, planned, gated and fast.')
    .version(version, '-V, --version', 'print the version')
    .enablePositionalOptions()
    .showSuggestionAfterError();
  for (const [heading, verbs] of Object.entries(commands(version))) {
    program.commandsGroup(heading);
    for (const verb of verbs) program.addCommand(verb);
  }
  program.commandsGroup('Blockyard:').helpCommand('help [command]', 'show help for a command');
  program.addCommand(completeCommand(), { hidden: true });
  forEachCommand(program, (command) => {
    addGlobalOptions(command);
    // Errors are ours to print: in one form, and as JSON when that is asked for.
    command
      .helpOption('-h, --help', 'show help')
      .exitOverride()
      .configureOutput({ outputError: () => {} });
  });
  return program;
}

export function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}

/** Runs the command line and ends the process. */
export async function main(argv: string[], version: string): Promise<void> {
  try {
    await createProgram(version).parseAsync(argv);
  } catch (thrown) {
    process.exitCode = reportParseError(thrown, argv);
  }
}

function reportParseError(thrown: unknown, argv: string[]): number {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return exitCodes.done;
    if (thrown.code === 'commander.help') return exitCodes.usage; // Help was printed already.
  }
  const error = thrown instanceof CommanderError ? usageErrorOf(thrown) : toBlockyardError(thrown);
  new Output({ json: argv.includes('--json'), color: !argv.includes('--no-color') }).error(error);
  return exitCodeOf(error.code);
}

function usageErrorOf(thrown: CommanderError): UsageError {
  const [sentence = '', ...suggestion] = thrown.message.replace(/^error: /, '').split('\n');
  const message = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${/[.?]$/.test(sentence) ? '' : '.'}`;
  const hint = suggestion.join(' ').replace(/^\(|\)$/g, '');
  return new UsageError(message, hint || 'See `blockyard --help`, or `blockyard help <command>`.');
}
