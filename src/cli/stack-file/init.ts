import { resolve } from 'node:path';
import type { Proposal } from '../../core/templates/index.ts';
import type { InitFlags } from '../commands/init.ts';
import type { Session } from '../session.ts';
import { table } from '../terminal/text.ts';
import { requireAgreement } from './change.ts';
import { showDifference } from './show-difference.ts';

export async function init(session: Session, flags: InitFlags, template?: string): Promise<void> {
  const templates = await import('../../core/templates/index.ts');
  const { output } = session;
  if (flags.list) {
    const all = await templates.listTemplates(await session.catalogues());
    if (output.json) return output.document(all);
    const rows = all.map(({ name, title, description }) => [name, title, description]);
    return output.text(table(['TEMPLATE', 'TITLE', 'WHAT IT IS'], rows));
  }
  const folder = resolve(session.options.projectDirectory ?? process.cwd());
  const proposal = await templates.proposeFolder(
    { folder, template },
    {
      catalogues: await session.catalogues(),
      environment: process.env,
    },
  );
  if (!output.json) show(session, proposal);
  if (!flags.dryRun) {
    // Also tells when there is nothing to write, before anybody is asked.
    if (proposal.files.length > 0 && !flags.yes) await requireAgreement(session, 'Write this?');
    await templates.writeProposal(proposal);
  }
  const written = !flags.dryRun;
  if (output.json) output.document({ ...proposal, written });
  else if (written) output.note('Written. `blockyard up` starts it.');
}

function show({ output }: Session, { reasons, files }: Proposal): void {
  const width = Math.max(0, ...reasons.map(({ file, saw }) => file.length + saw.length + 1));
  for (const { file, saw, follows } of reasons)
    output.text(`${`${file} ${saw}`.padEnd(width)}  → ${follows}\n`);
  for (const { path, content, isNew } of files) {
    output.text(`\n${output.paint.bold(path)}${isNew ? '' : ' (is there already)'}`);
    if (path.startsWith('blockyard.')) output.text(`\n${showDifference('', content, output.paint)}`);
    else output.text(output.paint.dim(` ${content.split('\n').length - 1} lines`));
  }
  if (files.length > 0) output.text('\n');
}
