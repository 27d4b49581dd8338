import type { Command } from 'commander';
import { action, collect, verb } from '../command.ts';
import { UsageError } from '../errors.ts';

interface BuildFlags {
  cache: boolean;
  pull?: boolean;
  buildArg?: string[];
}

export function buildCommand(): Command {
  return verb('build', 'build the images of services that have a `build` section')
    .argument('[services...]', 'only these')
    .option('--no-cache', 'run every step again')
    .option('--pull', 'look for newer base images')
    .option('--build-arg <name=value>', 'set a build argument; several times', collect)
    .action(
      action<BuildFlags>(async (session, flags, services: string[]) => {
        const stack = await session.readyStack(services);
        session.interruptedRemedy = '`blockyard build` starts over, with what the cache kept.';
        await session.runTask(`build ${stack.parts.project.name}`, (task) =>
          stack.build(
            {
              services,
              noCache: !flags.cache,
              pull: flags.pull ?? false,
              args: parseArguments(flags.buildArg ?? []),
            },
            task,
          ),
        );
        if (session.output.json) session.output.document({ project: stack.parts.project.name, built: true });
      }),
    );
}

/** A name without a value takes the shell's. */
function parseArguments(words: string[]): Record<string, string> {
  const pairs = words.map((word): [string, string] => {
    const [name = '', ...value] = word.split('=');
    if (name === '') throw new UsageError(`'${word}' is no build argument.`, 'Write NAME=VALUE.');
    return [name, value.length > 0 ? value.join('=') : (process.env[name] ?? '')];
  });
  return Object.fromEntries(pairs);
}
