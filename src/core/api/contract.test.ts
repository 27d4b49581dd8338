import { readFileSync } from 'node:fs';
import { isContractProcedure } from '@orpc/contract';
import { isProcedure } from '@orpc/server';
import { expect, test } from 'vitest';
import { contract } from '../../shared/contract/index.ts';
import { errorCodes } from '../../shared/index.ts';
import { router } from './index.ts';

/** Every procedure by its path: `stacks.up`. */
function procedures(tree: unknown, isLeaf: (value: unknown) => boolean, path = ''): Map<string, unknown> {
  if (isLeaf(tree)) return new Map([[path, tree]]);
  return new Map(
    Object.entries(tree as object).flatMap(([name, below]) => [
      ...procedures(below, isLeaf, path ? `${path}.${name}` : name),
    ]),
  );
}

const contracted = procedures(contract, isContractProcedure);
const definitionOf = (procedure: unknown) =>
  (procedure as { '~orpc': { outputSchema?: unknown; errorMap: Record<string, unknown> } })['~orpc'];

test('every procedure declares its output: without it a view would see `unknown`', () => {
  expect(contracted.size).toBeGreaterThan(50);
  const without = [...contracted].filter(([, procedure]) => !definitionOf(procedure).outputSchema);
  expect(without.map(([path]) => path)).toEqual([]);
});

test('every procedure may fail with every code of the closed set, and with no other', () => {
  for (const [path, procedure] of contracted)
    expect(Object.keys(definitionOf(procedure).errorMap).sort(), path).toEqual([...errorCodes].sort());
});

test('every procedure of the contract is implemented, and nothing beside it', () => {
  expect([...procedures(router, isProcedure).keys()].sort()).toEqual([...contracted.keys()].sort());
});

test('every package of oRPC is 1.16.1 exactly: the `latest` of its client is a broken 2.0.0', () => {
  const read = (file: string) =>
    JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));
  const lock = read('package-lock.json') as { packages: Record<string, { version: string }> };
  const locked = Object.entries(lock.packages)
    .filter(([place]) => place.includes('node_modules/@orpc/'))
    .map(([place, { version }]) => `${place.split('node_modules/').at(-1)} ${version}`);
  expect(locked.length).toBeGreaterThan(3);
  expect(locked.filter((line) => !line.endsWith(' 1.16.1'))).toEqual([]);
  const { dependencies, devDependencies } = read('package.json') as Record<string, Record<string, string>>;
  const asked = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) =>
    name.startsWith('@orpc/'),
  );
  expect(new Set(asked.map(([, version]) => version))).toEqual(new Set(['1.16.1']));
});
