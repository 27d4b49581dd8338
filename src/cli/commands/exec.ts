import type { Command } from 'commander';
import { action, collect, verb, wholeNumber } from '../command.ts';

interface ExecFlags {
  detach?: boolean;
  env?: string[];
  index?: number;
  tty: boolean;
  interactive?: boolean;
  privileged?: boolean;
  user?: string;
  workdir?: string;
  detachKeys?: string;
}

export function execCommand(): Command {
  return verb('exec', 'run a command in a running container')
    .argument('<service>')
    .argument('<command...>', 'the command and its arguments')
    .option('-e, --env <name=value>', 'set a variable; several times', collect)
    .option('-u, --user <user>', 'as this user')
    .option('-w, --workdir <path>', 'in this folder')
    .option('-T, --no-tty', 'no terminal, although there is one')
    .option('-i, --interactive', 'accepted: standard input is always connected')
    .option('--privileged', 'with every power of the machine')
    .option('--index <number>', 'which container of the service', wholeNumber('--index'))
    .option('--detach-keys <keys>', 'what to press to leave it running', 'ctrl-p,ctrl-q')
    .option('-d, --detach', 'leave it running in the background')
    .passThroughOptions()
    .action(
      action<ExecFlags>(async (session, flags, service: string, command: string[]) => {
        const { execDetachedInService, execInService } = await import('../../core/stack/index.ts');
        const { connectTerminal, hasTerminal } = await import('../terminal/interactive.ts');
        const { withShellValues } = await import('../environment.ts');
        const tty = flags.tty && hasTerminal();
        const parts = await session.operationParts();
        const target = { service, index: flags.index };
        const request = {
          command,
          environment: withShellValues(flags.env ?? []),
          user: flags.user,
          workingDirectory: flags.workdir,
          privileged: flags.privileged ?? false,
        };
        if (flags.detach) return execDetachedInService(parts, target, request, session.signal);
        const live = await execInService(parts, target, { ...request, tty, stdin: true }, session.signal);
        return connectTerminal(live, { tty, detachKeys: flags.detachKeys, signal: session.signal });
      }),
    );
}
