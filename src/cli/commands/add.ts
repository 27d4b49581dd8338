import type { Command } from 'commander';
import { action, collect, verb } from '../command.ts';

export interface AddFlags {
  name?: string;
  with?: string[];
  bind?: string[];
  use?: string[];
  at?: string;
  production?: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

export function addCommand(): Command {
  return verb('add', 'add a block to blockyard.yaml, after showing what it would change')
    .argument('<block>', 'such as postgres, postgres@1, team/postgres or ./blocks/mine')
    .option('--name <name>', "what it is called here; default: the block's name")
    .option('--with <parameter=value>', 'a parameter; several times', collect)
    .option('--bind <services>', 'services that use it, with commas between them; several times', collect)
    .option('--use <name=block>', 'share a block that is there with it; several times', collect)
    .option('--at <address>', 'one that runs already: its URL, or ${secret:NAME}; nothing is started')
    .option('--production', 'with --at: it is production and only read')
    .option('-y, --yes', 'write it without asking')
    .option('--dry-run', 'only show what would change')
    .action(
      action<AddFlags>(async (session, flags, block: string) =>
        (await import('../stack-file/add.ts')).add(session, flags, block),
      ),
    );
}
