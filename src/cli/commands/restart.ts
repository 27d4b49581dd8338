import type { Command } from 'commander';
import { action, verb, wholeNumber } from '../command.ts';
import { showContainers } from '../show-status.ts';

export function restartCommand(): Command {
  return verb('restart', 'restart containers, with what must restart with them')
    .argument('[services...]', 'only these')
    .option('-t, --timeout <seconds>', 'grace before a container is killed', wholeNumber('--timeout'))
    .option('--no-deps', 'leave out what depends on the services')
    .action(
      action<{ timeout?: number; deps: boolean }>(async (session, flags, services: string[]) => {
        const stack = await session.stack(services);
        await session.requireTrust(['hook']);
        session.interruptedRemedy = '`blockyard restart` goes on from here.';
        await session.runTask(`restart ${stack.parts.project.name}`, (task) =>
          stack.restart({ services, timeoutSeconds: flags.timeout, noDependencies: !flags.deps }, task),
        );
        const status = await stack.status(session.signal);
        session.output.json
          ? session.output.document(status)
          : showContainers(session.output, status.containers);
      }),
    );
}
