import type { Command } from 'commander';
import { action, verb } from '../command.ts';

export interface RemoveFlags {
  dryRun?: boolean;
  yes?: boolean;
}

export function removeCommand(): Command {
  return verb('remove', 'take a block out of blockyard.yaml; its volumes stay')
    .argument('<instance>', 'what it is called there')
    .option('-y, --yes', 'write it without asking')
    .option('--dry-run', 'only show what would change')
    .action(
      action<RemoveFlags>(async (session, flags, name: string) =>
        (await import('../stack-file/remove.ts')).remove(session, flags, name),
      ),
    );
}
