import { type Command, Option } from 'commander';
import { action, verb } from '../command.ts';
import { UsageError } from '../errors.ts';
import { LogPrinter } from '../log-printer.ts';
import { parseTime } from '../time.ts';

interface LogsFlags {
  follow?: boolean;
  since?: string;
  until?: string;
  tail?: string;
  grep?: string;
  timestamps?: boolean;
  logPrefix: boolean;
}

export function logsCommand(): Command {
  return verb('logs', 'show what the containers have written, also those that are gone')
    .argument('[services...]', 'only these')
    .option('-f, --follow', 'go on until Ctrl-C')
    .option('--since <time>', 'from then on: 10m, 2h, 2026-03-01T12:00:00Z')
    .option('--until <time>', 'up to then')
    .addOption(new Option('-n, --tail <lines>', 'last lines of each container').default('all'))
    .option('--grep <pattern>', 'only lines that match this regular expression')
    .option('-t, --timestamps', 'with the time of each line')
    .option('--no-log-prefix', 'without the name of the container')
    .action(
      action<LogsFlags>(async (session, flags, services: string[]) => {
        const { logs, project } = await session.parts(services);
        const { requireServices } = await import('../../core/stack/index.ts');
        requireServices(project, services);
        const printer = new LogPrinter(session.output, {
          prefix: flags.logPrefix,
          timestamps: flags.timestamps ?? false,
        });
        const query = {
          services,
          follow: flags.follow ?? false,
          since: nanoseconds(flags.since, '--since'),
          until: nanoseconds(flags.until, '--until'),
          tail: flags.tail === 'all' ? undefined : lines(flags.tail ?? ''),
          grep: flags.grep === undefined ? undefined : pattern(flags.grep),
        };
        for await (const records of logs.read(query, { signal: session.signal }))
          await printer.print(records);
      }),
    );
}

function nanoseconds(word: string | undefined, option: string): bigint | undefined {
  return word === undefined ? undefined : BigInt(Math.round(parseTime(word, option))) * 1_000_000n;
}

function lines(word: string): number {
  if (!/^\d+$/.test(word)) throw new UsageError(`--tail wants a number of lines or 'all', not '${word}'.`);
  return Number(word);
}

function pattern(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch (error) {
    throw new UsageError(
      `--grep: ${(error as Error).message}.`,
      'Characters such as ( and [ are taken as they are after a \\.',
    );
  }
}
