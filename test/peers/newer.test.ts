import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadProject, printConfig } from '../../src/core/compose/index.ts';
import { composeBinary } from '../support/index.ts';
import { type CaseCall, cases, requestOf } from './cases.ts';
import { type Answer, askCompose } from './compose.ts';

interface NewerCall extends CaseCall {
  /** The part of the Compose specification (https://github.com/compose-spec/compose-spec) that the case follows. */
  citation: string;
}

const binary = composeBinary();
const all = cases<NewerCall>('newer');

describe('what the specification says and the Compose at hand does not know yet', () => {
  let answers = new Map<string, Answer>();

  beforeAll(async () => {
    if (binary) answers = await askCompose(binary, all);
  });

  it.each(all)('$name: $call.citation', async (one) => {
    // A Compose that knows it is an oracle for it: then the case belongs to `config`.
    if (answers.has(one.name)) expect(answers.get(one.name)).toMatchObject({ kind: 'refused' });
    const { config } = await loadProject(requestOf(one));
    const printed = printConfig(config).replaceAll(one.folder, '<folder>');
    await expect(`${printed}\n`).toMatchFileSnapshot(join(one.folder, 'expected.json'));
  });
});
