import { resolve } from 'node:path';
import { testRules } from '../../core/guardrails/index.ts';
import { exitCodes, formatWhere } from '../../shared/index.ts';
import type { Session } from '../session.ts';
import { readable, renderError } from '../terminal/error.ts';

/** Holds the rules of folders against the tests beside them. */
export async function testGuardrails(session: Session, paths: readonly string[]): Promise<number> {
  const options = { catalogues: await session.catalogues() };
  const reports = await Promise.all(paths.map((path) => testRules(resolve(path), options)));
  const results = reports.flatMap((report) => report.results);
  const problems = reports.flatMap((report) => report.problems);
  const { output } = session;
  if (output.json) output.document({ results, problems });
  else {
    for (const { code, title, problem, where } of results)
      output.text(
        problem === undefined
          ? `${output.paint.green('✓')} ${output.paint.bold(code)} ${title}\n`
          : `${output.paint.red('✗')} ${output.paint.bold(code)} ${title}\n  ${problem}\n${where ? `  ${output.paint.dim(`at ${formatWhere(readable(where))}`)}\n` : ''}`,
      );
    for (const error of problems) output.text(renderError(error, output.paint));
    if (results.length + problems.length === 0)
      output.text('There are no guardrails: a catalogue keeps them in a folder guardrails.\n');
  }
  const failed = problems.length > 0 || results.some(({ problem }) => problem !== undefined);
  return failed ? exitCodes.failed : exitCodes.done;
}
