import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { openCatalogues } from '../../catalogues/index.ts';
import { lintBlock } from './lint.ts';

const resources = join(import.meta.dirname, '..', '..', '..', '..', 'resources');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-lint-fuzz-'));
  await cp(join(resources, 'new-block'), folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const hostile = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    '${',
    '${}',
    '${1 +',
    '$${x}',
    '../../../etc/passwd',
    '/dev/zero',
    '__proto__',
    '\u0000',
    '${name.name.name}',
  ),
  fc.string().map((text) => `\${${text}}`),
);

/** All paths of a tree, down to its leaves. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, [...path, key]))];
}

function withValue(tree: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy = structuredClone(tree) as Record<string, unknown>;
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}

it('whatever stands anywhere in a block is told, and never thrown', async () => {
  const sample = parse(await readFile(join(folder, 'block.yaml'), 'utf8'));
  const paths = pathsOf(sample);
  const catalogues = openCatalogues({ folder, environment: {}, resources });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), hostile, async (path, value) => {
      await writeFile(join(folder, 'block.yaml'), stringify(withValue(sample, path, value)));
      const { findings } = await lintBlock(folder, catalogues);
      expect(findings.filter(({ code }) => code === 'internal')).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 60_000);
