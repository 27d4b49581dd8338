import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import type { LintFlags } from '../guardrails/lint.ts';

export function lintCommand(): Command {
  return verb('lint', 'hold the stack against the guardrails (docs/guardrails.md)')
    .option('--fix', 'mend what can be mended safely, in blockyard.yaml')
    .option('--strict', 'fail on `warn` too')
    .action(
      action<LintFlags>(async (session, flags) =>
        (await import('../guardrails/lint.ts')).lint(session, flags),
      ),
    );
}
