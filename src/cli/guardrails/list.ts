import { builtInGuardrails, gatherFacts } from '../../core/guardrails/index.ts';
import { toBlockyardError } from '../../shared/index.ts';
import type { Session } from '../session.ts';
import { table } from '../terminal/text.ts';

/** All rules that hold here: built-in ones, and those of the project's blocks and catalogues. */
export async function listGuardrails(session: Session): Promise<void> {
  const project = await session.project().catch((thrown) => {
    if (toBlockyardError(thrown).code === 'project-not-found') return undefined;
    throw thrown;
  });
  const facts = project && (await gatherFacts(project, { catalogues: await session.catalogues() }));
  const rules = [
    ...builtInGuardrails().map((rule) => ({ ...rule, source: 'built-in' })),
    ...[...(project?.rules ?? []), ...(facts?.rules ?? [])].map(
      ({ code, severity, explanation, source }) => ({
        ...{ code, severity, explanation, source },
      }),
    ),
  ];
  if (session.output.json) return session.output.document({ rules });
  session.output.text(
    table(
      ['CODE', 'SEVERITY', 'FROM', 'WHY'],
      rules.map(({ code, severity, source, explanation }) => [code, severity, source, explanation]),
    ),
  );
}
