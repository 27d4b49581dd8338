import type { Command } from 'commander';
import { verb } from '../command.ts';
import { catalogueListCommand } from './catalogue-list.ts';
import { catalogueShowCommand } from './catalogue-show.ts';
import { catalogueUpdateCommand } from './catalogue-update.ts';
import { catalogueUsageCommand } from './catalogue-usage.ts';

export function catalogueCommand(): Command {
  const catalogue = verb('catalogue', 'the blocks that there are: list, show, update, usage');
  catalogue.addCommand(catalogueListCommand());
  catalogue.addCommand(catalogueShowCommand());
  catalogue.addCommand(catalogueUpdateCommand());
  catalogue.addCommand(catalogueUsageCommand());
  return catalogue;
}
