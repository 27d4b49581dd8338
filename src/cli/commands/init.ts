import type { Command } from 'commander';
import { action, verb } from '../command.ts';

export interface InitFlags {
  yes?: boolean;
  dryRun?: boolean;
  list?: boolean;
}

export function initCommand(): Command {
  return verb('init', 'make a blockyard.yaml: from a template, or from what the repository needs')
    .argument('[template]', 'a ready one (see --list); without it the folder is read')
    .option('--list', 'show the templates')
    .option('-y, --yes', 'write what is proposed without asking')
    .option('--dry-run', 'only show what is proposed')
    .action(
      action<InitFlags>(async (session, flags, template?: string) =>
        (await import('../stack-file/init.ts')).init(session, flags, template),
      ),
    );
}
