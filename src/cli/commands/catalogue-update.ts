import type { Command } from 'commander';
import type { Catalogues } from '../../core/catalogues/index.ts';
import type { UpdatePlan, Upgrade } from '../../core/team/index.ts';
import { exitCodes } from '../../shared/index.ts';
import { action, verb } from '../command.ts';
import type { Session } from '../session.ts';

export function catalogueUpdateCommand(): Command {
  return verb('update', 'what is newer for this project’s blocks, as a plan; then blockyard.lock is written')
    .option('-y, --yes', 'without a question')
    .action(action<{ yes?: boolean }>((session, flags) => update(session, flags.yes)));
}

async function update(session: Session, yes: boolean | undefined): Promise<number> {
  const [{ applyUpdate, planUpdate, touchesData }, { loadStack }, { storePlace }] = await Promise.all([
    import('../../core/team/index.ts'),
    import('../../core/loading/index.ts'),
    import('../../core/store/index.ts'),
  ]);
  const { output } = session;
  const options = {
    home: storePlace(),
    environment: process.env,
    projectFolder: await session.folder(),
    load: (catalogues: Catalogues, draft?: { file: string; text: string }) =>
      loadStack({ ...session.loadRequest(), catalogues, draft }),
  };
  const plan = await session.runTask('look for newer blocks', (task) => planUpdate(options, task), {
    ofNoProject: true,
  });
  if (plan.problem) throw plan.problem;
  const changed = plan.before !== plan.after;
  if (!changed) {
    if (output.json) output.document(asJson(plan, false));
    else output.note('Nothing is newer.');
    return exitCodes.done;
  }
  if (!output.json) output.text(shown(plan.upgrades, session));
  const loses = plan.upgrades.some(touchesData);
  const files = plan.stackFile ? 'blockyard.lock and blockyard.yaml' : 'blockyard.lock';
  const question = `${loses ? 'Data does not stay as it is (above). ' : ''}Write ${files}?`;
  if (!(await session.agrees(question, yes))) {
    if (output.json) output.document(asJson(plan, false));
    else output.note('Nothing was written. `--yes` writes it without a question.');
    return exitCodes.refused;
  }
  await applyUpdate(plan, options);
  if (output.json) output.document(asJson(plan, true));
  else
    output.note(
      `${output.paintErrors.green('✓')} Written: ${files}. \`blockyard plan\` shows what \`up\` will do with it.`,
    );
  return exitCodes.done;
}

function asJson({ after, before, stackFile, upgrades }: UpdatePlan, written: boolean) {
  return { upgrades, lock: { before, after }, stackFile, written };
}

function shown(upgrades: readonly Upgrade[], { output: { paint } }: Session): string {
  const words = {
    kept: '',
    migrates: paint.yellow('  data migrates'),
    'dump-and-load': paint.yellow('  data has to be dumped and loaded'),
    lost: paint.red('  data may be lost'),
  };
  return upgrades
    .map(({ data, from, notes, steps, subject, to }) =>
      [
        `${paint.bold(subject)}  ${from} → ${to}${words[data]}`,
        ...notes.map((note) => `  ${note.trim()}`),
        ...steps.map((step, index) => `  ${index + 1}. ${step.trim()}`),
      ].join('\n'),
    )
    .map((text) => `${text}\n`)
    .join('');
}
