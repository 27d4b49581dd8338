import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import { showContainers } from '../show-status.ts';

export function startCommand(): Command {
  return verb('start', 'start containers that were stopped')
    .argument('[services...]', 'only these')
    .action(
      action(async (session, _flags, services: string[]) => {
        const stack = await session.stack(services);
        await session.requireTrust();
        session.interruptedRemedy = '`blockyard start` goes on from here.';
        await session.runTask(`start ${stack.parts.project.name}`, (task) => stack.start({ services }, task));
        const status = await stack.status(session.signal);
        session.output.json
          ? session.output.document(status)
          : showContainers(session.output, status.containers);
      }),
    );
}
