import { Command, Option } from 'commander';
import { exitCodes, toBlockyardError } from '../shared/index.ts';
import { UsageError } from './errors.ts';
import type { GlobalOptions, Session } from './session.ts';

export const collect = (value: string, before: string[] | undefined) => [...(before ?? []), value];

/** The options that every command takes, before the verb or after it; see session.ts for their types. */
function globalOptions(): Option[] {
  return [
    new Option('-f, --file <path>', 'Compose file; give it several times to merge files').argParser(collect),
    new Option('-p, --project-name <name>', 'name of the project'),
    new Option('--profile <name>', 'activate a profile; may be given several times').argParser(collect),
    new Option('--env-file <path>', 'read variables from this file instead of .env').argParser(collect),
    new Option('--project-directory <path>', 'folder that relative paths start from'),
    new Option('-H, --host <address>', 'engine to talk to: unix://…, tcp://…, ssh://…'),
    new Option('--context <name>', 'Docker context to talk to'),
    new Option('--json', 'print JSON (streams: one value a line)'),
    new Option('--no-color', 'no colours'),
  ];
}

/** Adds them after the command's own; where the command gives a letter another meaning (`logs -f`), only the long form. */
export function addGlobalOptions(command: Command): void {
  const taken = new Set(command.options.map((option) => option.short));
  for (const option of globalOptions()) {
    const flags = taken.has(option.short) ? option.flags.replace(/^-\w, /, '') : option.flags;
    const added = new Option(flags, option.description).helpGroup('Options of every command:');
    if (option.parseArg) added.argParser(option.parseArg);
    command.addOption(added);
  }
}

export function verb(name: string, description: string): Command {
  return new Command(name).description(description);
}

/** What a command does, given its arguments as commander parsed them. A number is its exit code; else that is 0. */
export type Perform<Options> = (
  session: Session,
  options: Options & GlobalOptions,
  ...words: never[]
) => Promise<unknown>;

/**
 * Makes a commander action: opens a session, runs the command, prints what went wrong, and ends the process with the
 * code of src/shared/exit-codes.ts.
 */
export function action<Options = object>(perform: Perform<Options>) {
  return async (...parsed: unknown[]): Promise<void> => {
    const command = parsed.at(-1) as Command;
    const options = mergedOptions(command) as Options & GlobalOptions;
    const { Session } = await import('./session.ts');
    const session = new Session(options, command.name(), versionOf(command));
    let code: number;
    try {
      const answer = await perform(session, options, ...(parsed.slice(0, -2) as never[]));
      // A stream that was told to stop just ends: for a script it was interrupted all the same.
      const ended = session.signal.aborted ? exitCodes.interrupted : exitCodes.done;
      code = typeof answer === 'number' ? answer : ended;
    } catch (thrown) {
      code = await session.report(toBlockyardError(thrown));
    }
    await session.end(code);
  };
}

function versionOf(command: Command): string {
  let root = command;
  while (root.parent) root = root.parent;
  return root.version() ?? '';
}

/** Options before the verb and after it: lists are joined, else the one after the verb wins. */
function mergedOptions(command: Command): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...command.opts() };
  for (let above = command.parent; above; above = above.parent) {
    for (const [name, value] of Object.entries(above.opts())) {
      const nearer = merged[name];
      if (Array.isArray(value) && Array.isArray(nearer)) merged[name] = [...value, ...nearer];
      else if (nearer === undefined || command.getOptionValueSource(name) === 'default') merged[name] = value;
    }
  }
  return merged;
}

/** Reads a whole number, for options such as `--timeout`. */
export function wholeNumber(name: string) {
  return (value: string): number => {
    if (!/^\d+$/.test(value)) throw new UsageError(`${name} wants a whole number, not '${value}'.`);
    return Number(value);
  };
}
