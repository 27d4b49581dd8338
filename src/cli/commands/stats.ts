import type { Command } from 'commander';
import type { StatsSample } from '../../core/stack/index.ts';
import { action, verb } from '../command.ts';
import { bytes, table } from '../terminal/text.ts';

export function statsCommand(): Command {
  return verb('stats', 'show what the running containers use')
    .argument('[services...]', 'only these')
    .option('--no-stream', 'one sample of each, then end')
    .action(
      action<{ stream: boolean }>(async (session, flags, services: string[]) => {
        const { stackStats } = await import('../../core/stack/index.ts');
        const samples = stackStats(await session.operationParts(), {
          services,
          once: !flags.stream,
          signal: session.signal,
        });
        const latest = new Map<string, StatsSample>();
        const redraw = flags.stream && process.stdout.isTTY;
        for await (const sample of samples) {
          if (session.output.json) {
            session.output.line(sample);
            continue;
          }
          latest.set(sample.container, sample);
          if (redraw) session.output.text(`\u001b[H\u001b[2J${render(latest)}`);
          else if (flags.stream) session.output.text(render(new Map([[sample.container, sample]])));
        }
        if (!flags.stream && !session.output.json) session.output.text(render(latest));
      }),
    );
}

function render(samples: Map<string, StatsSample>): string {
  const rows = [...samples.values()].toSorted((one, other) => one.container.localeCompare(other.container));
  return table(
    ['CONTAINER', 'CPU', 'MEMORY', 'LIMIT', 'NET IN / OUT', 'DISK READ / WRITTEN', 'PROCESSES'],
    rows.map((it) => [
      it.container,
      `${it.cpuPercent.toFixed(1)} %`,
      bytes(it.memoryUsed),
      bytes(it.memoryLimit),
      `${bytes(it.networkReceived)} / ${bytes(it.networkSent)}`,
      `${bytes(it.blockRead)} / ${bytes(it.blockWritten)}`,
      String(it.processes),
    ]),
  );
}
