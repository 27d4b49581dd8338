import type { Command } from 'commander';
import { action, verb } from '../command.ts';

export function waitCommand(): Command {
  return verb('wait', 'wait until containers have stopped, and answer with their exit code')
    .argument('<services...>')
    .option('--down-project', 'then take the stack down')
    .action(
      action<{ downProject?: boolean }>(async (session, flags, services: string[]) => {
        const { waitForExit } = await import('../../core/stack/index.ts');
        const parts = await session.operationParts();
        const exits = await waitForExit(
          parts,
          services,
          (exit) =>
            session.output.json
              ? session.output.line(exit)
              : session.output.text(`${exit.container} exited with code ${exit.exitCode}\n`),
          session.signal,
        );
        if (flags.downProject) {
          const stack = await session.stack();
          await session.runTask(`down ${parts.project.name}`, (task) => stack.down({}, task));
        }
        return exits.find((exit) => exit.exitCode !== 0)?.exitCode ?? 0;
      }),
    );
}
