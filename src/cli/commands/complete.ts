import { Argument, type Command } from 'commander';
import { action, verb } from '../command.ts';

/** What the completion scripts ask: hidden, one word a line, silent when there is nothing to say. */
export function completeCommand(): Command {
  return verb('__complete', 'words for the shell')
    .addArgument(new Argument('<what>').choices(['services', 'blocks']))
    .allowUnknownOption()
    .allowExcessArguments()
    .action(
      action(async (session, _flags, what: 'services' | 'blocks') => {
        try {
          if (what === 'blocks') {
            const blocks = await (await session.catalogues()).list();
            for (const name of new Set(blocks.map((block) => block.name))) session.output.text(`${name}\n`);
            return;
          }
          const { config, disabledServices } = await session.project();
          for (const service of [...Object.keys(config.services), ...Object.keys(disabledServices)].sort())
            session.output.text(`${service}\n`);
        } catch {
          // A shell that completes has no place for an error: the command itself will tell it.
        }
      }),
    );
}
