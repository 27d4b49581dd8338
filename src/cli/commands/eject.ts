import { chmod, rename } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import { UsageError } from '../errors.ts';

interface EjectFlags {
  dryRun?: boolean;
  yes?: boolean;
}

export function ejectCommand(): Command {
  return verb('eject', 'leave plain Compose behind: no blockyard.yaml any more')
    .option('--dry-run', 'only show what would be written')
    .option('-y, --yes', 'do it without asking')
    .action(
      action<EjectFlags>(async (session, flags) => {
        const [{ ejectionOf }, { writeFileAtomically }, secrets, project] = await Promise.all([
          import('../../core/blocks/index.ts'),
          import('../../core/store/index.ts'),
          session.secrets(),
          session.project(),
        ]);
        const names = project.secretNeeds.map(({ name }) => name);
        const found = await Promise.all(
          names.map(async (name) => [name, await secrets.get(project.workingDirectory, name)] as const),
        );
        const values = new Map(found);
        const ejection = await ejectionOf(project, (name) => values.get(name));
        const { file, env, ignore, removes, missing, lost } = ejection;
        const kept = `${removes}.ejected`;
        const summary = {
          writes: [file.path, env.path, ...(ignore ? [ignore.path] : [])],
          renames: { from: removes, to: kept },
          missing,
          lost,
        };
        if (flags.dryRun) {
          if (session.output.json) session.output.document({ ...summary, compose: file.text });
          else session.output.text(file.text);
          return;
        }
        const { paintErrors } = session.output;
        session.output.note(
          [
            `${paintErrors.bold('Writes')} ${summary.writes.map((path) => basename(path)).join(', ')}; ${basename(removes)} becomes ${basename(kept)}.`,
            ...lost.map((sentence) => `  • ${sentence}`),
            ...missing.map((name) => `  • ${name} is empty in .env: nobody has given it.`),
          ].join('\n'),
        );
        if (!(await session.agrees('Go on?', flags.yes)))
          throw new UsageError('Nothing was changed.', 'Say --yes to do it.');
        await writeFileAtomically(file.path, file.text, { mode: 0o644 });
        await writeFileAtomically(env.path, env.text);
        await chmod(env.path, 0o600);
        if (ignore) await writeFileAtomically(ignore.path, ignore.text, { mode: 0o644 });
        await rename(removes, kept);
        if (session.output.json) session.output.document(summary);
        else session.output.text('Ejected: `docker compose up` has the stack, with its data.\n');
      }),
    );
}
