import type { Command } from 'commander';
import { action, verb, wholeNumber } from '../command.ts';
import { showContainers } from '../show-status.ts';

export function stopCommand(): Command {
  return verb('stop', 'stop containers without removing them')
    .argument('[services...]', 'only these')
    .option('-t, --timeout <seconds>', 'grace before a container is killed', wholeNumber('--timeout'))
    .action(
      action<{ timeout?: number }>(async (session, flags, services: string[]) => {
        const stack = await session.stack(services);
        // All that these do by the files' word is to run hooks.
        await session.requireTrust(['hook']);
        session.interruptedRemedy = '`blockyard stop` goes on from here.';
        await session.runTask(`stop ${stack.parts.project.name}`, (task) =>
          stack.stop({ services, timeoutSeconds: flags.timeout }, task),
        );
        const status = await stack.status(session.signal);
        session.output.json
          ? session.output.document(status)
          : showContainers(session.output, status.containers);
      }),
    );
}
