import type { Command } from 'commander';
import { action, verb, wholeNumber } from '../command.ts';
import { boundYoungGeneration } from '../young-generation.ts';

interface UiFlags {
  port?: number;
  open: boolean;
}

export function uiCommand(version: string): Command {
  return verb('ui', 'open the workbench in a browser; stays until Ctrl-C')
    .option(
      '--port <number>',
      'port on 127.0.0.1; default: 7755, or another one when that is taken',
      wholeNumber('--port'),
    )
    .option('--no-open', 'only print the address, open no browser')
    .action(
      action<UiFlags>(async (session, flags) => {
        // Before anything is loaded, for it is loaded anew.
        boundYoungGeneration();
        const { runUi } = await import('../run-ui.ts');
        return runUi(session, { ...flags, version });
      }),
    );
}
