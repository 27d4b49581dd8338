import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import { parseTime } from '../time.ts';

export function eventsCommand(): Command {
  return verb('events', 'show what happens to the containers, networks and volumes of the stack')
    .argument('[services...]', 'only these')
    .option('--since <time>', 'also what has happened since then: 10m, 2h, 2026-03-01T12:00:00Z')
    .action(
      action<{ since?: string }>(async (session, flags, services: string[]) => {
        const { stackEvents } = await import('../../core/stack/index.ts');
        const since = flags.since === undefined ? undefined : parseTime(flags.since, '--since');
        const events = stackEvents(await session.operationParts(), {
          services,
          signal: session.signal,
          ...(since !== undefined && { since: (since / 1000).toFixed(3) }),
        });
        for await (const event of events) {
          if (session.output.json) session.output.line(event);
          else
            session.output.text(
              `${session.output.paint.dim(new Date(event.time).toISOString())} ${event.type} ${event.action} ${event.name ?? event.id.slice(0, 12)}\n`,
            );
        }
      }),
    );
}
