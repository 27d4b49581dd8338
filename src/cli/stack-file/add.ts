import type { AddFlags } from '../commands/add.ts';
import { UsageError } from '../errors.ts';
import type { Session } from '../session.ts';
import { offerChange } from './change.ts';
import { projectFolder } from './project-folder.ts';

export async function add(session: Session, flags: AddFlags, block: string): Promise<void> {
  const [{ addBlock }, { folder, services }, catalogues] = await Promise.all([
    import('../../core/templates/index.ts'),
    projectFolder(session),
    session.catalogues(),
  ]);
  const change = await addBlock(
    {
      ...{ folder, services, block },
      name: flags.name,
      with: pairs('--with', flags.with),
      at: flags.at,
      production: flags.production,
      uses: pairs('--use', flags.use),
      bindTo: flags.bind
        ?.flatMap((names) => names.split(','))
        .map((name) => name.trim())
        .filter(Boolean),
    },
    catalogues,
  );
  const { written, preview } = await offerChange(session, change, {
    folder,
    flags,
    question: `Add ${change.name}?`,
  });
  const instance = preview.project?.instances.find(({ name }) => name === change.name);
  const bindings = instance?.bindings.map(({ name }) => name) ?? [];
  if (session.output.json)
    session.output.document({
      name: change.name,
      file: change.file,
      after: change.after,
      bindings,
      plan: preview.plan,
      findings: preview.findings,
      written,
    });
  else if (written && bindings.length > 0 && (flags.bind ?? []).length === 0)
    session.output.note(`Services get ${bindings.join(', ')} by \`bind: [${change.name}]\`.`);
}

function pairs(option: string, words: readonly string[] | undefined): Record<string, string> {
  const entries = (words ?? []).map((word): [string, string] => {
    const end = word.indexOf('=');
    if (end < 1) throw new UsageError(`${option} wants name=value, not '${word}'.`);
    return [word.slice(0, end), word.slice(end + 1)];
  });
  return Object.fromEntries(entries);
}
