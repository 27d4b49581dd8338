import type { Command } from 'commander';
import { action, verb } from '../command.ts';

export function watchCommand(): Command {
  return verb('watch', 'bring the stack up, then carry out `develop.watch` until Ctrl-C')
    .argument('[services...]', 'only these')
    .option('--no-up', 'the stack is up already')
    .action(
      action<{ up: boolean }>(async (session, flags, services: string[]) => {
        const stack = await session.readyStack(services);
        if (flags.up) {
          const { upOptions } = await import('../up-options.ts');
          session.interruptedRemedy = '`blockyard watch` goes on from here.';
          await session.runTask(`up ${stack.parts.project.name}`, (task) =>
            stack.up(upOptions(session, services, {}), task),
          );
        }
        const { watchUntilInterrupted } = await import('../watch-until-interrupted.ts');
        return watchUntilInterrupted(session, stack, services);
      }),
    );
}
