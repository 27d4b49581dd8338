import type { Command } from 'commander';
import { action, verb, wholeNumber } from '../command.ts';

interface AttachFlags {
  index?: number;
  stdin: boolean;
  detachKeys: string;
}

export function attachCommand(): Command {
  return verb('attach', 'connect this terminal to the own process of a container')
    .argument('<service>')
    .option('--index <number>', 'which container of the service', wholeNumber('--index'))
    .option('--no-stdin', 'only watch')
    .option('--detach-keys <keys>', 'what to press to leave it running', 'ctrl-p,ctrl-q')
    .action(
      action<AttachFlags>(async (session, flags, service: string) => {
        const { attachToService } = await import('../../core/stack/index.ts');
        const { connectTerminal } = await import('../terminal/interactive.ts');
        const {
          tty,
          endsInput,
          process: live,
        } = await attachToService(
          await session.operationParts(),
          { service, index: flags.index },
          { stdin: flags.stdin, detachKeys: flags.detachKeys },
          session.signal,
        );
        return connectTerminal(live, {
          tty,
          endsInput,
          detachKeys: flags.detachKeys,
          signal: session.signal,
        });
      }),
    );
}
