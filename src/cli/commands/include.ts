import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../../shared/index.ts';
import { action, verb } from '../command.ts';

interface IncludeFlags {
  check?: boolean;
}

export function includeCommand(): Command {
  return verb('include', 'write the stack as a Compose file for colleagues without Blockyard')
    .option('--check', 'only tell whether the file is as it should be; exit code 1 when it is not')
    .action(
      action<IncludeFlags>(async (session, flags) => {
        const { includeFile } = await import('../../core/blocks/index.ts');
        const { path, text, isFound } = await includeFile(await session.project());
        const before = await readFile(path, 'utf8').catch(() => undefined);
        const name = basename(path);
        const state = before === text ? 'current' : before === undefined ? 'missing' : 'stale';
        if (flags.check) {
          if (session.output.json) session.output.document({ path, state });
          else session.output.text(`${name} is ${state}.\n`);
          return state === 'current' ? exitCodes.done : exitCodes.failed;
        }
        if (state !== 'current') {
          const { writeFileAtomically } = await import('../../core/store/index.ts');
          await writeFileAtomically(path, text, { mode: 0o644 });
        }
        if (session.output.json) session.output.document({ path, written: state !== 'current' });
        else {
          session.output.text(`${name} ${state === 'current' ? 'is as it should be' : 'written'}.\n`);
          if (!isFound)
            session.output.note(
              `docker compose does not find ${name} by itself: name it with -f, or in COMPOSE_FILE.`,
            );
        }
        return exitCodes.done;
      }),
    );
}
