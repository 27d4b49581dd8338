import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import { table } from '../terminal/text.ts';

export function catalogueUsageCommand(): Command {
  return verb(
    'usage',
    'who uses which block at what version, and which exceptions end: read from repositories',
  )
    .argument('<path...>', 'folders that hold repositories')
    .action(
      action(async (session, _flags, paths: string[]) => {
        const { readUsage } = await import('../../core/team/index.ts');
        const catalogues = await session.catalogues();
        const { output } = session;
        const known = await catalogues.list(undefined, (problem) => output.warning(problem));
        const usage = await readUsage(paths, known, new Date());
        if (output.json) return output.document(usage);
        const { blocks, exceptions, projects, unused } = usage;
        for (const { folder, problem } of projects)
          if (problem) output.warning({ message: `${folder}: ${problem.message}`, where: problem.where });
        if (projects.length === 0) return output.note('There is no project with a blockyard.yaml there.');
        output.text(
          table(
            ['BLOCK', 'VERSION', 'USED BY'],
            blocks.map(({ block, instances, version }) => [
              block,
              version,
              instances.map(({ instance, project }) => `${project} (${instance})`).join(', '),
            ]),
          ),
        );
        const { paint } = output;
        const states = { ended: paint.red('ended'), soon: paint.yellow('ends soon'), later: '' };
        if (exceptions.length > 0)
          output.text(
            `\n${table(
              ['EXCEPTION', 'PROJECT', 'IN', 'UNTIL', '', 'REASON'],
              exceptions.map(({ code, in: place = 'the stack', project, reason, state, until }) => [
                ...[code, project, place, until, states[state], reason],
              ]),
            )}`,
          );
        if (unused.length > 0) output.text(`\nNobody there uses: ${unused.join(', ')}.\n`);
      }),
    );
}
