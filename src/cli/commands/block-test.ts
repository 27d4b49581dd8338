import type { Command } from 'commander';
import type { BlockTestReport, CheckRow } from '../../core/workshop/index.ts';
import { exitCodes } from '../../shared/index.ts';
import { action, collect, verb } from '../command.ts';
import type { Palette } from '../terminal/palette.ts';
import { cut, duration, pad, widthOf } from '../terminal/text.ts';

interface TestFlags {
  with?: string[];
  keep?: boolean;
}

export function blockTestCommand(): Command {
  return verb('test', 'start blocks on the engine, look whether they do what they say, take them down')
    .argument('<block...>', 'folders of blocks, or names from a catalogue')
    .option('--with <name=value>', 'a parameter; several times (a list: a,b)', collect)
    .option('--keep', 'leave the stack running, to look into it')
    .action(
      action<TestFlags>(async (session, flags, blocks: string[]) => {
        const [{ blockFoldersOf, testBlock }, catalogues] = await Promise.all([
          import('../../core/workshop/index.ts'),
          session.catalogues(),
        ]);
        const folders = await blockFoldersOf(blocks, catalogues, process.cwd());
        const engine = await session.engine();
        const reports: BlockTestReport[] = [];
        for (const folder of folders) {
          const report = await session.runTask(
            `test block ${folder}`,
            (task) =>
              testBlock(
                { folder, given: flags.with ?? [], keep: flags.keep ?? false, engine, catalogues },
                task,
              ),
            { ofNoProject: true },
          );
          reports.push(report);
          if (!session.output.json) session.output.text(render(report, session.output.paint));
        }
        if (session.output.json) session.output.document({ blocks: reports });
        return reports.every(({ passed }) => passed) ? exitCodes.done : exitCodes.failed;
      }),
    );
}

function render(report: BlockTestReport, paint: Palette): string {
  const { block, version, checks, passed, milliseconds, engine, standIns, kept } = report;
  const mark = passed ? paint.green('✓') : paint.red('✗');
  const width = Math.max(...checks.map(({ check }) => widthOf(check)));
  return [
    `${mark} ${paint.bold(`${block} ${version}`)} on engine ${engine}, ${duration(milliseconds)}\n`,
    ...checks.map((row) => renderRow(row, width, paint)),
    ...standIns.map(({ image, ran }) => `  ${paint.yellow('!')} stand-in: ${ran} ran in place of ${image}\n`),
    ...(kept
      ? [
          `  ${paint.cyan('→')} still there: \`blockyard -p ${kept.project} logs\`; at the end \`blockyard -p ${kept.project} down --volumes\`\n`,
        ]
      : []),
  ].join('');
}

function renderRow(
  { check, outcome, milliseconds, words, remedy }: CheckRow,
  width: number,
  paint: Palette,
): string {
  const mark = { passed: paint.green('✓'), failed: paint.red('✗'), skipped: paint.dim('–') }[outcome];
  const [first = '', ...more] = words.trimEnd().split('\n');
  const line = `  ${mark} ${pad(check, width)}  ${paint.dim(duration(milliseconds).padStart(5))}  ${cut(first, longestLine)}\n`;
  const lines = more.map((one) => `    ${paint.dim(cut(one.trim(), longestLine))}\n`).join('');
  return line + lines + (remedy === undefined ? '' : `    ${paint.cyan('→')} ${remedy}\n`);
}

/** What a service said last may go on and on: `--json` has all of it. */
const longestLine = 200;
