import type { Command } from 'commander';
import { verb } from '../command.ts';
import { blockLintCommand } from './block-lint.ts';
import { blockNewCommand } from './block-new.ts';
import { blockTestCommand } from './block-test.ts';

export function blockCommand(): Command {
  const block = verb('block', 'make blocks: new, lint, test (docs/blocks.md)');
  block.addCommand(blockNewCommand());
  block.addCommand(blockLintCommand());
  block.addCommand(blockTestCommand());
  return block;
}
