import type { StackProject } from '../../core/blocks/index.ts';
import type { RemoveFlags } from '../commands/remove.ts';
import type { Session } from '../session.ts';
import { offerChange } from './change.ts';

export async function remove(session: Session, flags: RemoveFlags, name: string): Promise<void> {
  const [{ removeBlock }, project] = await Promise.all([
    import('../../core/templates/index.ts'),
    session.project(),
  ]);
  const folder = project.workingDirectory;
  const change = await removeBlock(folder, name);
  const { lost, volumes, hadServices } = whatGoes(project, name);
  const remarks = [
    ...change.unbound.map((service) => `${service} no longer gets ${lost.join(', ') || 'its bindings'}.`),
    ...(volumes.length > 0
      ? [`Its data stays, in ${volumes.length === 1 ? 'the volume' : 'the volumes'} ${volumes.join(', ')}.`]
      : []),
    ...(hadServices ? ['Its containers are removed by `blockyard up --remove-orphans`.'] : []),
  ];
  const { written, preview } = await offerChange(session, change, {
    ...{ folder, flags, remarks },
    question: `Remove ${name}?`,
  });
  if (session.output.json)
    session.output.document({
      name,
      file: change.file,
      after: change.after,
      unbound: change.unbound,
      lost,
      volumes,
      plan: preview.plan,
      written,
    });
}

/** The variables that consumers no longer get, and the volumes with its data, by their names on the engine. */
function whatGoes(project: StackProject, name: string) {
  const gone = project.instances.filter((it) => it.name === name || it.usedBy === name);
  const lost = gone.find((it) => it.name === name)?.bindings.map((binding) => binding.name) ?? [];
  const volumes = gone
    .flatMap((it) => it.volumes)
    .map((volume) => project.config.volumes?.[volume]?.name ?? volume);
  return { lost, volumes, hadServices: gone.some((it) => it.services.length > 0) };
}
