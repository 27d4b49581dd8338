import { relative } from 'node:path';
import type { StackFileChange } from '../../core/blocks/index.ts';
import type { StackPreview } from '../../core/templates/index.ts';
import { BlockyardError } from '../../shared/index.ts';
import type { Session } from '../session.ts';
import { showPlan } from '../show-plan.ts';
import { showDifference } from './show-difference.ts';

interface ChangeFlags {
  dryRun?: boolean;
  yes?: boolean;
}

type Change = StackFileChange & { secrets?: { name: string; value: string }[] };

/** Shows what a change of the stack file leads to, and carries it out when somebody agrees. Answers whether it was. */
export async function offerChange(
  session: Session,
  change: Change,
  {
    folder,
    flags,
    remarks = [],
    question,
  }: { folder: string; flags: ChangeFlags; remarks?: string[]; question: string },
): Promise<{ written: boolean; preview: StackPreview }> {
  const { applyChange, previewChange } = await import('../../core/templates/index.ts');
  const [secrets, catalogues, store] = await Promise.all([
    session.secrets(),
    session.catalogues(),
    session.store(),
  ]);
  const { file, projectName, profile, envFile } = session.options;
  const preview = await previewChange(change, {
    ...{ secrets, catalogues, store, signal: session.signal },
    engine: () => session.engine(),
    loading: {
      workingDirectory: folder,
      projectName,
      projectDirectory: folder,
      files: file ?? [],
      profiles: profile ?? [],
      envFiles: envFile ?? [],
    },
  });
  show(session, change, preview, remarks);
  if (preview.problem) throw preview.problem;
  if (flags.dryRun) return { written: false, preview };
  if (!flags.yes) await requireAgreement(session, question);
  await applyChange(change, preview, { folder, secrets });
  const name = relative(process.cwd(), change.file) || change.file;
  session.output.note(
    `${change.before === undefined ? 'Wrote' : 'Changed'} ${name}. \`blockyard up\` carries it out.`,
  );
  return { written: true, preview };
}

/** Nobody's file is written without a word: on a terminal the user is asked, else `--yes` is. */
export async function requireAgreement(session: Session, question: string): Promise<void> {
  const refused = (message: string, remedy: string) =>
    new BlockyardError('confirmation-required', message, { remedy });
  if (!session.mayAsk)
    throw refused('Nothing was written: nobody is here to agree.', 'Give --yes, or --dry-run to only look.');
  const answer = await session.askText(`${question} [Y/n] `);
  if (!/^(y|yes|)$/i.test(answer)) throw refused('Nothing was written.', 'Run it again when you want it.');
}

function show(session: Session, change: Change, preview: StackPreview, remarks: string[]): void {
  const { output } = session;
  if (output.json) return;
  output.text(showDifference(preview.before, preview.after, output.paint));
  for (const { name } of change.secrets ?? [])
    output.text(`\nThe secret ${name} goes into the secrets store, not into the file.\n`);
  if (remarks.length > 0) output.text(`\n${remarks.map((line) => `${line}\n`).join('')}`);
  for (const finding of preview.findings)
    output.text(`\n${finding.severity}: ${finding.message}\n  ${output.paint.dim(finding.remedy)}\n`);
  if (preview.plan) {
    output.text('\n`blockyard up` would then:\n');
    showPlan(output, preview.plan);
  } else if (preview.engineProblem && !preview.problem)
    output.note(`\nWhat it would change on the engine is not known: ${preview.engineProblem.message}`);
}
