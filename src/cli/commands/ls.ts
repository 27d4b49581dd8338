import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import { table } from '../terminal/text.ts';

export function lsCommand(): Command {
  return verb('ls', 'list the projects that the engine knows, wherever their files are')
    .option('-q, --quiet', 'only names')
    .option('-a, --all', 'accepted: stopped ones are always listed')
    .action(
      action<{ quiet?: boolean }>(async (session, flags) => {
        const { listProjects } = await import('../../core/stack/index.ts');
        const projects = await listProjects(await session.engine(), { signal: session.signal });
        if (flags.quiet) return session.output.text(projects.map(({ name }) => `${name}\n`).join(''));
        if (session.output.json) return session.output.document(projects);
        if (projects.length === 0)
          return session.output.note('No projects: `blockyard up` brings the one of your folder up.');
        session.output.text(
          table(
            ['NAME', 'STATE', 'CONTAINERS', 'FOLDER'].map(session.output.paint.bold),
            projects.map(({ name, state, running, containers, folder = '' }) => [
              name,
              state,
              `${running} of ${containers} running`,
              folder,
            ]),
          ),
        );
      }),
    );
}
