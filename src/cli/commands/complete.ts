import { Argument, type Command } from 'commander';
import { action, verb } from '../command.ts';
import type { Session } from '../session.ts';

/** What can be asked for, and the words that there are. */
const words = {
  services: async (session: Session) => {
    const { config, disabledServices } = await session.project();
    return [...Object.keys(config.services), ...Object.keys(disabledServices)].sort();
  },
  blocks: async (session: Session) => {
    const blocks = await (await session.catalogues()).list();
    return [...new Set(blocks.map((block) => block.name))];
  },
  /** Blocks of the stack file. */
  instances: async (session: Session) => {
    const { stackFile } = await session.project();
    return Object.keys(stackFile?.content.blocks ?? {});
  },
  templates: async (session: Session) => {
    const { listTemplates } = await import('../../core/templates/index.ts');
    return (await listTemplates(await session.catalogues())).map(({ name }) => name);
  },
  secrets: async (session: Session) => {
    const { secretsHere } = await import('../secrets/list.ts');
    return (await secretsHere(session)).map(({ name }) => name);
  },
};

/** What the completion scripts ask: hidden, one word a line, silent when there is nothing to say. */
export function completeCommand(): Command {
  return verb('__complete', 'words for the shell')
    .addArgument(new Argument('<what>').choices(Object.keys(words)))
    .allowUnknownOption()
    .allowExcessArguments()
    .action(
      action(async (session, _flags, what: keyof typeof words) => {
        try {
          for (const word of await words[what](session)) session.output.text(`${word}\n`);
        } catch {
          // A shell that completes has no place for an error: the command itself will tell it.
        }
      }),
    );
}
