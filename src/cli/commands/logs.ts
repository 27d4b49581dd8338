import { type Command, Option } from 'commander';
import type { StackParts } from '../../core/stack/index.ts';
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
        const parts = await session.parts();
        await requireKnown(parts, services, session.signal);
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
        let isEmpty = true;
        for await (const records of parts.logs.read(query, { signal: session.signal })) {
          isEmpty &&= records.length === 0;
          await printer.print(records);
        }
        if (isEmpty && !query.follow)
          session.output.note(
            parts.logs.services().length > 0
              ? 'No lines.'
              : `No logs of ${parts.project.name}: \`blockyard up\` starts the stack.`,
          );
      }),
    );
}

/** Services that the files no longer know may have logs all the same: kept ones, or those of their containers. */
async function requireKnown(parts: StackParts, services: string[], signal: AbortSignal): Promise<void> {
  if (services.length === 0) return;
  const { findContainers, requireServices } = await import('../../core/stack/index.ts');
  const containers = await findContainers(parts, { oneOff: true, signal });
  const kept = parts.logs.services().map((service) => ({ service }));
  requireServices(parts.project, services, [...containers, ...kept]);
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
