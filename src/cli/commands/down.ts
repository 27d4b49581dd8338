import { type Command, Option } from 'commander';
import { action, verb, wholeNumber } from '../command.ts';

interface DownFlags {
  volumes?: boolean;
  removeOrphans?: boolean;
  rmi?: 'all' | 'local';
  timeout?: number;
}

export function downCommand(): Command {
  return verb('down', 'stop and remove the stack; volumes stay unless you say so')
    .argument('[services...]', 'only these')
    .option('-v, --volumes', 'remove the volumes of the files, and what is in them')
    .option('--remove-orphans', 'remove containers of services that are not in the files any more')
    .addOption(new Option('--rmi <which>', 'remove images too').choices(['all', 'local']))
    .option('-t, --timeout <seconds>', 'grace before a container is killed', wholeNumber('--timeout'))
    .action(
      action<DownFlags>(async (session, flags, services: string[]) => {
        const stack = await session.stack(services);
        // All that these do by the files' word is to run hooks.
        await session.requireTrust(['hook']);
        session.interruptedRemedy = '`blockyard down` goes on from here.';
        const plan = await session.runTask(`down ${stack.parts.project.name}`, (task) =>
          stack.down(
            {
              services,
              volumes: flags.volumes ?? false,
              removeOrphans: flags.removeOrphans ?? false,
              images: flags.rmi,
              timeoutSeconds: flags.timeout,
            },
            task,
          ),
        );
        if (session.output.json) session.output.document(plan);
        else if (plan.steps.length === 0) session.output.note('Nothing to remove.');
      }),
    );
}
