import type { Command } from 'commander';
import type { LintFinding, LintReport } from '../../core/workshop/index.ts';
import { exitCodes, formatWhere } from '../../shared/index.ts';
import { action, verb } from '../command.ts';
import { readable } from '../terminal/error.ts';
import type { Palette } from '../terminal/palette.ts';

export function blockLintCommand(): Command {
  return verb('lint', 'say what is wrong with blocks, before anybody uses them')
    .argument('<path...>', 'folders of blocks, or folders that hold some')
    .action(
      action(async (session, _flags, paths: string[]) => {
        const [{ findBlockFolders, isDenied, lintBlock }, catalogues] = await Promise.all([
          import('../../core/workshop/index.ts'),
          session.catalogues(),
        ]);
        const folders = await findBlockFolders(paths);
        const reports = await Promise.all(folders.map((folder) => lintBlock(folder, catalogues)));
        if (session.output.json)
          session.output.document({
            blocks: reports.map(({ folder, block, findings }) => ({
              folder,
              block: block?.definition.block,
              version: block?.definition.version,
              findings,
            })),
          });
        else for (const report of reports) session.output.text(render(report, session.output.paint));
        return reports.some(isDenied) ? exitCodes.failed : exitCodes.done;
      }),
    );
}

function render({ folder, block, findings }: LintReport, paint: Palette): string {
  const name = block ? `${block.definition.block} ${block.definition.version}` : folder;
  if (findings.length === 0) return `${paint.green('✓')} ${paint.bold(name)}\n`;
  const has = (wanted: LintFinding['severity']) => findings.some(({ severity }) => severity === wanted);
  const mark = has('deny') ? paint.red('✗') : has('warn') ? paint.yellow('!') : paint.green('✓');
  return `${mark} ${paint.bold(name)}\n${findings.map((finding) => renderFinding(finding, paint)).join('')}`;
}

function renderFinding({ severity, code, message, remedy, where }: LintFinding, paint: Palette): string {
  const colour = { deny: paint.red, warn: paint.yellow, note: paint.cyan }[severity];
  return [
    `  ${colour(severity.padEnd(4))} ${message} ${paint.dim(code)}\n`,
    where ? `       ${paint.dim('at')} ${formatWhere(readable(where))}\n` : '',
    remedy ? `       ${paint.cyan('→')} ${remedy}\n` : '',
  ].join('');
}
