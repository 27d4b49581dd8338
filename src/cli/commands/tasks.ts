import type { Command } from 'commander';
import type { TaskSnapshot } from '../../shared/index.ts';
import { action, verb } from '../command.ts';
import { UsageError } from '../errors.ts';
import { ago, duration, table } from '../terminal/text.ts';

interface TasksFlags {
  running?: boolean;
  limit?: string;
}

export function tasksCommand(): Command {
  const tasks = verb('tasks', 'list the long work of every Blockyard on this machine, or cancel it')
    .option('--running', 'only what runs now')
    .option('-n, --limit <number>', 'how many at most', '20')
    .action(
      action<TasksFlags>(async (session, flags) => {
        const known = (await session.tasks()).list({
          ...(flags.running && { running: true }),
          limit: Number(flags.limit) || 20,
        });
        if (session.output.json) return session.output.document(known);
        if (known.length === 0) return session.output.note('No tasks.');
        session.output.text(table(['ID', 'STATE', 'WORK', 'STARTED', 'TOOK', 'BY'], known.map(row)));
      }),
    );
  tasks.addCommand(
    verb('cancel', 'cancel a task, whichever process runs it')
      .argument('<id>', 'the id that `tasks` shows, or its beginning')
      .action(
        action(async (session, _flags, id: string) => {
          const all = await session.tasks();
          const found = all.list().filter((task) => task.id.startsWith(id));
          const [task] = found;
          if (!task || found.length > 1)
            throw new UsageError(
              found.length > 1 ? `Several tasks begin with '${id}'.` : `There is no task '${id}'.`,
              '`blockyard tasks` lists them.',
            );
          all.cancel(task.id);
          session.output.json
            ? session.output.document({ cancelled: task.id })
            : session.output.note(`Asked to stop: ${task.title}.`);
        }),
      ),
  );
  return tasks;
}

function row(task: TaskSnapshot): string[] {
  const end = task.endedAt ?? Date.now();
  return [
    task.id,
    task.state,
    task.title,
    ago(Date.now() - task.startedAt),
    task.state === 'lost' ? '' : duration(end - task.startedAt),
    `${task.owner.via}, pid ${task.owner.pid}`,
  ];
}
