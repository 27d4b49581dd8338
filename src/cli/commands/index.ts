import type { Command } from 'commander';
import { addCommand } from './add.ts';
import { attachCommand } from './attach.ts';
import { blockCommand } from './block.ts';
import { buildCommand } from './build.ts';
import { catalogueCommand } from './catalogue.ts';
import { completionCommand } from './completion.ts';
import { configCommand } from './config.ts';
import { cpCommand } from './cp.ts';
import { doctorCommand } from './doctor.ts';
import { downCommand } from './down.ts';
import { ejectCommand } from './eject.ts';
import { eventsCommand } from './events.ts';
import { execCommand } from './exec.ts';
import { guardrailCommand } from './guardrail.ts';
import { includeCommand } from './include.ts';
import { initCommand } from './init.ts';
import { joinCommand } from './join.ts';
import { leaveCommand } from './leave.ts';
import { lintCommand } from './lint.ts';
import { logsCommand } from './logs.ts';
import { lsCommand } from './ls.ts';
import { planCommand } from './plan.ts';
import { portCommand } from './port.ts';
import { psCommand } from './ps.ts';
import { pullCommand } from './pull.ts';
import { removeCommand } from './remove.ts';
import { restartCommand } from './restart.ts';
import { runCommand } from './run.ts';
import { scaleCommand } from './scale.ts';
import { secretsCommand } from './secrets.ts';
import { settingsCommand } from './settings.ts';
import { startCommand } from './start.ts';
import { statsCommand } from './stats.ts';
import { stopCommand } from './stop.ts';
import { tasksCommand } from './tasks.ts';
import { teamCommand } from './team.ts';
import { trustCommand } from './trust.ts';
import { uiCommand } from './ui.ts';
import { upCommand } from './up.ts';
import { waitCommand } from './wait.ts';
import { watchCommand } from './watch.ts';

/** Every verb, under the headings of the help. */
export const commands = (version: string): Record<string, Command[]> => ({
  'The stack:': [
    upCommand(),
    downCommand(),
    planCommand(),
    startCommand(),
    stopCommand(),
    restartCommand(),
    scaleCommand(),
    buildCommand(),
    pullCommand(),
    watchCommand(),
  ],
  'What runs:': [
    psCommand(),
    lsCommand(),
    logsCommand(),
    statsCommand(),
    eventsCommand(),
    portCommand(),
    waitCommand(),
  ],
  'Inside a container:': [execCommand(), runCommand(), attachCommand(), cpCommand()],
  'Blocks:': [blockCommand(), catalogueCommand(), lintCommand(), guardrailCommand()],
  'The stack file:': [initCommand(), addCommand(), removeCommand(), includeCommand(), ejectCommand()],
  'The team:': [joinCommand(), teamCommand(), leaveCommand()],
  'Blockyard:': [
    uiCommand(version),
    configCommand(),
    trustCommand(),
    secretsCommand(),
    settingsCommand(),
    tasksCommand(),
    doctorCommand(),
    completionCommand(),
  ],
});
