import type { Command } from 'commander';
import type { Finding } from '../../core/doctor/index.ts';
import { exitCodes, toBlockyardError } from '../../shared/index.ts';
import { action, verb } from '../command.ts';
import type { Palette } from '../terminal/palette.ts';

export function doctorCommand(): Command {
  return verb('doctor', 'look at everything that Blockyard needs, and say what to do').action(
    action(async (session) => {
      const { examine } = await import('../../core/doctor/index.ts');
      const store = await session.store();
      const { findings, engine } = await examine({
        environment: session.engineEnvironment(),
        folder: store.folder,
        project: async () => {
          try {
            return await session.project();
          } catch (thrown) {
            if (toBlockyardError(thrown).code === 'project-not-found') return undefined;
            throw thrown;
          }
        },
        signal: session.signal,
      });
      if (session.output.json) session.output.document({ findings });
      else for (const finding of findings) session.output.text(render(finding, session.output.paint));
      if (!engine) return exitCodes.noEngine;
      return findings.some((it) => it.level === 'error') ? exitCodes.failed : exitCodes.done;
    }),
  );
}

function render({ level, topic, what, remedy }: Finding, paint: Palette): string {
  const mark = {
    ok: paint.green('✓'),
    note: paint.cyan('i'),
    warning: paint.yellow('!'),
    error: paint.red('✗'),
  }[level];
  return `${mark} ${paint.bold(topic.padEnd(12))} ${what}\n${remedy ? `${' '.repeat(15)}${paint.cyan('→')} ${remedy}\n` : ''}`;
}
