import type { Command } from 'commander';
import { action, verb } from '../command.ts';

export function pullCommand(): Command {
  return verb('pull', 'pull the images of the services')
    .argument('[services...]', 'only these')
    .option('--ignore-pull-failures', 'go on when an image cannot be pulled')
    .action(
      action<{ ignorePullFailures?: boolean }>(async (session, flags, services: string[]) => {
        const stack = await session.stack(services);
        session.interruptedRemedy = '`blockyard pull` goes on from here.';
        await session.runTask(`pull ${stack.parts.project.name}`, (task) =>
          stack.pull({ services, ignoreFailures: flags.ignorePullFailures ?? false }, task),
        );
        if (session.output.json) session.output.document({ project: stack.parts.project.name, pulled: true });
      }),
    );
}
