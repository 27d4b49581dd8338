import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Issues } from '../../src/core/compose/issues.ts';
import { isMap, type Tree } from '../../src/core/compose/positions.ts';
import { readYaml } from '../../src/core/compose/read-yaml.ts';
import { composeFile } from '../../src/core/compose/schema/compose-file.ts';
import type { Shape } from '../../src/core/compose/schema/shape.ts';

it('every key that the loader knows stands in a case, in each of its syntaxes', async () => {
  const seen = new Set<string>();
  for (const file of [...yamlFiles('config'), ...yamlFiles('newer')])
    for (const { tree } of await readYaml(readFileSync(file, 'utf8'), file, new Issues()))
      addSeen(tree, composeFile, '', seen);
  expect([...known(composeFile, '')].filter((form) => !seen.has(form))).toEqual([]);
});

function yamlFiles(set: string): string[] {
  const root = join(import.meta.dirname, set);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(root, name));
}

/** What a key may be written as: `services.*.dns: list`. */
function* known(shape: Shape, path: string): Iterable<string> {
  // The keys of a `pre_start` container that have no effect are those of a service.
  if (shape.remark && path.startsWith('services.*.pre_start')) return;
  for (const one of alternatives(shape)) {
    const syntax = syntaxOf(one);
    if (path !== '' && syntax) yield `${path}: ${syntax}`;
    if (one.kind === 'list') yield* known(one.of, `${path}[]`);
    if (one.kind === 'map') yield* known(one.of, `${path}.*`);
    if (one.kind === 'record')
      for (const [key, below] of Object.entries(one.keys))
        yield* known(below, path === '' ? key : `${path}.${key}`);
  }
}

function addSeen(value: Tree, shape: Shape, path: string, seen: Set<string>): void {
  const syntax = Array.isArray(value)
    ? 'list'
    : isMap(value)
      ? 'mapping'
      : value === null
        ? undefined
        : 'value';
  if (path !== '' && syntax) seen.add(`${path}: ${syntax}`);
  for (const one of alternatives(shape)) {
    if (one.kind === 'list' && Array.isArray(value))
      for (const entry of value) addSeen(entry, one.of, `${path}[]`, seen);
    if (one.kind === 'map' && isMap(value))
      for (const entry of Object.values(value)) addSeen(entry, one.of, `${path}.*`, seen);
    if (one.kind === 'record' && isMap(value))
      for (const [key, below] of Object.entries(one.keys)) {
        const entry = value[key];
        if (entry !== undefined) addSeen(entry, below, path === '' ? key : `${path}.${key}`, seen);
      }
  }
}

function alternatives(shape: Shape): readonly Shape[] {
  return shape.kind === 'either' ? shape.shapes.flatMap(alternatives) : [shape];
}

function syntaxOf({ kind }: Shape): 'list' | 'mapping' | 'value' | undefined {
  if (kind === 'list') return 'list';
  if (kind === 'map' || kind === 'record') return 'mapping';
  return kind === 'nothing' || kind === 'anything' ? undefined : 'value';
}
