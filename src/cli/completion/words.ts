import type { Command, Option } from 'commander';

/** One command of the tree, as a completion script needs it. */
export interface CommandWords {
  /** From the root down, without the root: `trust give`; empty for the root. */
  path: string;
  description: string;
  options: OptionWords[];
  children: { name: string; description: string }[];
  /** What its arguments are names of, to be asked for when they are completed. */
  asks: 'services' | 'blocks' | 'instances' | 'templates' | 'secrets' | undefined;
  /** Fixed words for its argument, such as the names of shells. */
  choices: string[];
}

export interface OptionWords {
  short: string | undefined;
  long: string | undefined;
  description: string;
  /** Whether a value follows. */
  value: boolean;
  choices: string[];
  /** Whether the value is a path. */
  path: boolean;
}

/** The tree of commander, flat. Hidden options and commands are left out. */
export function wordsOf(root: Command): CommandWords[] {
  const walk = (command: Command, path: string): CommandWords[] => {
    const children = command.commands.filter((child) => !(child as { _hidden?: boolean })._hidden);
    const [argument] = command.registeredArguments;
    return [
      {
        path,
        description: command.description(),
        options: [...command.options.filter((option) => !option.hidden).map(asOption), help],
        children: children.map((child) => ({ name: child.name(), description: child.description() })),
        asks: askOf(argument?.name() ?? ''),
        choices: argument?.argChoices ?? [],
      },
      ...children.flatMap((child) => walk(child, `${path} ${child.name()}`.trim())),
    ];
  };
  return walk(root, '');
}

function askOf(argument: string): CommandWords['asks'] {
  if (/^(services?|service=number|source)$/.test(argument)) return 'services';
  if (argument === 'secret') return 'secrets';
  if (argument === 'instance') return 'instances';
  if (argument === 'template') return 'templates';
  return /^blocks?$/.test(argument) ? 'blocks' : undefined;
}

const help: OptionWords = {
  short: '-h',
  long: '--help',
  description: 'show help',
  value: false,
  choices: [],
  path: false,
};

function asOption(option: Option): OptionWords {
  return {
    short: option.short,
    long: option.long,
    description: option.description,
    value: option.required || option.optional,
    choices: option.argChoices ?? [],
    path: /<path>/.test(option.flags),
  };
}
