import { beforeAll, describe, expect, it } from 'vitest';
import { loadProject, printConfig } from '../../src/core/compose/index.ts';
import { composeBinary } from '../support/index.ts';
import { type Case, cases, requestOf } from './cases.ts';
import { type Answer, askCompose } from './compose.ts';
import { differences } from './differences.ts';

const binary = composeBinary();
if (!binary) console.warn('test/peers: skipped, BLOCKYARD_TEST_COMPOSE does not name a Compose.');

const all = cases('config');

describe.skipIf(!binary)('`config --json` prints what Compose prints', () => {
  let answers = new Map<string, Answer>();

  beforeAll(async () => {
    answers = await askCompose(binary ?? '', all);
  });

  it.each(all)('$name', async (one) => {
    const answer = answers.get(one.name);
    if (answer?.kind !== 'config') throw new Error(`Compose refuses the case: ${answer?.message}`);
    const ours = await ourConfig(one);
    const theirs = answer.config;
    for (const difference of differences.filter((difference) => difference.case === one.name)) {
      const path = difference.path.split('.');
      expect({ compose: take(theirs, path), ours: take(ours, path) }, difference.reason).toEqual({
        compose: difference.compose,
        ours: difference.ours,
      });
    }
    expect(ours).toEqual(theirs);
  });
});

it('every difference that is written down belongs to a case', () => {
  const names = new Set(all.map((one) => one.name));
  expect(differences.filter((difference) => !names.has(difference.case))).toEqual([]);
});

async function ourConfig(one: Case): Promise<unknown> {
  const { config } = await loadProject(requestOf(one));
  return JSON.parse(printConfig(config));
}

/** Removes the value at the path, and answers it. */
function take(root: unknown, path: string[]): unknown {
  let container = root as Record<string, unknown> | undefined;
  for (const key of path.slice(0, -1)) container = container?.[key] as Record<string, unknown> | undefined;
  const last = path.at(-1) ?? '';
  const value = container?.[last];
  if (container) delete container[last];
  return value;
}
