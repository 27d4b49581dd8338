import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import { parseScale } from '../scale.ts';
import { showStatus } from '../show-status.ts';
import { upOptions } from '../up-options.ts';

export function scaleCommand(): Command {
  return verb('scale', 'set how many containers a service has')
    .argument('<service=number...>', 'such as web=3')
    .option('--no-deps', 'leave out what the services need')
    .action(
      action<{ deps: boolean }>(async (session, flags, words: string[]) => {
        const scale = parseScale(words);
        const services = Object.keys(scale);
        const stack = await session.readyStack(services);
        session.interruptedRemedy = '`blockyard scale` goes on from here.';
        const result = await session.runTask(`scale ${words.join(' ')}`, (task) =>
          stack.up(upOptions(session, services, { ...flags, recreate: false }, scale), task),
        );
        session.output.json ? session.output.document(result) : showStatus(session.output, result.status);
      }),
    );
}
