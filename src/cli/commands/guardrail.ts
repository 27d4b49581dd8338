import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import type { ExceptFlags } from '../guardrails/except.ts';

export function guardrailCommand(): Command {
  const guardrail = verb('guardrail', 'list guardrails, write exceptions, test rules of your own');
  guardrail.addCommand(
    verb('list', 'all that hold here, and why').action(
      action(async (session) => (await import('../guardrails/list.ts')).listGuardrails(session)),
    ),
  );
  guardrail.addCommand(
    verb('except', 'write an exception into blockyard.yaml')
      .argument('<code>', 'of the guardrail')
      .option('--in <name>', 'only for this service or block')
      .option('--reason <text>', 'why it is right here')
      .option('--until <date>', 'the last day, as 2027-03-31; default: 30 days from now')
      .action(
        action<ExceptFlags>(async (session, flags, code: string) =>
          (await import('../guardrails/except.ts')).except(session, code, flags),
        ),
      ),
  );
  guardrail.addCommand(
    verb('test', 'hold rules against the tests beside them')
      .argument('<path...>', 'catalogues, blocks, or folders of rules')
      .action(
        action(async (session, _flags, paths: string[]) =>
          (await import('../guardrails/test.ts')).testGuardrails(session, paths),
        ),
      ),
  );
  return guardrail;
}
