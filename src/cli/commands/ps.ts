import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import { showContainers } from '../show-status.ts';

interface PsFlags {
  all?: boolean;
  quiet?: boolean;
  services?: boolean;
}

export function psCommand(): Command {
  return verb('ps', 'list the containers of the stack')
    .argument('[services...]', 'only these')
    .option('-a, --all', 'stopped ones and those of `run` as well')
    .option('-q, --quiet', 'only ids')
    .option('--services', 'only the names of services')
    .action(
      action<PsFlags>(async (session, flags, services: string[]) => {
        const stack = await session.stack();
        const status = await stack.status(session.signal);
        const { requireServices } = await import('../../core/stack/index.ts');
        requireServices(stack.parts.project, services, status.containers);
        const containers = status.containers
          .filter((it) => services.length === 0 || services.includes(it.service))
          // A job that ended is part of the stack's story; a container of `run` is not.
          .filter((it) => flags.all || !it.oneOff);
        if (flags.quiet) for (const it of containers) session.output.text(`${it.id}\n`);
        else if (flags.services)
          for (const name of new Set(containers.map((it) => it.service))) session.output.text(`${name}\n`);
        else if (session.output.json) session.output.document({ ...status, containers });
        else if (containers.length === 0)
          session.output.note(
            stack.parts.project.files.length > 0
              ? 'No containers: `blockyard up` starts the stack.'
              : `No containers of ${status.project} on this engine: \`blockyard ls\` shows which projects it knows.`,
          );
        else showContainers(session.output, containers);
      }),
    );
}
