import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadProject } from '../../src/core/compose/index.ts';
import { BlockyardError, formatWhere, ManyErrors } from '../../src/shared/index.ts';
import { composeBinary } from '../support/index.ts';
import { type Case, type CaseCall, cases, requestOf } from './cases.ts';
import { type Answer, askCompose } from './compose.ts';

interface RejectedCall extends CaseCall {
  /** For files that Compose has trouble with. */
  compose?: 'not asked';
  reason?: string;
}

const binary = composeBinary();
const all = cases<RejectedCall>('rejects');

describe('what Compose refuses is refused, with its place and what to do', () => {
  let answers = new Map<string, Answer>();

  beforeAll(async () => {
    if (binary)
      answers = await askCompose(
        binary,
        all.filter(({ call }) => call.compose !== 'not asked'),
      );
  });

  it.each(all)('$name', async (one) => {
    if (answers.has(one.name)) expect(answers.get(one.name)).toMatchObject({ kind: 'refused' });
    await expect(await ourErrors(one)).toMatchFileSnapshot(join(one.folder, 'error.txt'));
  });
});

/** All errors as a person reads them, with the paths of the case's folder shortened. */
async function ourErrors(one: Case): Promise<string> {
  const thrown = await loadProject(requestOf(one)).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!thrown) throw new Error('The loader accepts the case.');
  if (!(thrown instanceof BlockyardError)) throw thrown;
  const errors = thrown instanceof ManyErrors ? thrown.errors : [thrown];
  const lines = errors.map(({ message, where, remedy }) =>
    [where ? `${formatWhere(where)}: ${message}` : message, ...(remedy ? [`  ${remedy}`] : [])].join('\n'),
  );
  return `${lines.join('\n').replaceAll(`${one.folder}/`, '').replaceAll(one.folder, '.')}\n`;
}
