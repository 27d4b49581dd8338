import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlockyardError, ManyErrors, toBlockyardError } from '../../../shared/index.ts';
import type { Parameter } from '../../blocks/index.ts';
import type { Catalogues } from '../../catalogues/index.ts';
import { loadStack } from '../../loading/index.ts';
import { cataloguesFor, stackFileFor } from '../subject.ts';
import type { Inspection } from './finding.ts';

/** More than a block has in earnest; each takes milliseconds. */
const mostVariations = 100;

type Values = Record<string, unknown>;

/**
 * Makes a stack of the block with its defaults, and with each value that a parameter names: what Compose cannot read,
 * and expressions that fail for one of them, are found without an engine. Comes last: what is wrong already would be
 * told twice.
 */
export async function inspectExpansion(inspection: Inspection, catalogues: Catalogues): Promise<void> {
  if (inspection.findings.some(({ severity }) => severity === 'deny')) return;
  const { parameters = {} } = inspection.definition;
  const needed = neededValues(parameters);
  if (!needed) return;
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-lint-'));
  try {
    const told = new Set<string>();
    for (const { values, words } of variationsOf(parameters).slice(0, mostVariations))
      for (const error of await mistakesOf(inspection, { ...needed, ...values }, folder, catalogues)) {
        const { code, message, where, remedy } = error;
        const key = JSON.stringify([message, where]);
        if (told.has(key)) continue;
        told.add(key);
        inspection.findings.push({
          code,
          severity: 'deny',
          message: words === '' ? message : `${message} (with ${words})`,
          ...(remedy !== undefined && { remedy }),
          where: where ?? { file: inspection.block.file },
        });
      }
  } finally {
    await rmdir(folder).catch(() => {});
  }
}

async function mistakesOf(
  { block }: Inspection,
  values: Values,
  folder: string,
  catalogues: Catalogues,
): Promise<BlockyardError[]> {
  const draft = { file: join(folder, 'blockyard.yaml'), text: stackFileFor(block, 'lint', values) };
  try {
    await loadStack({
      workingDirectory: folder,
      environment: {},
      draft,
      catalogues: cataloguesFor(block, catalogues),
    });
    return [];
  } catch (thrown) {
    const errors = thrown instanceof ManyErrors ? thrown.errors : [toBlockyardError(thrown)];
    // What is wrong with the values is ours: two of them may not go together.
    return errors.filter(({ where }) => where?.file !== draft.file);
  }
}

/** Something for each parameter without a default; undefined where nobody can tell what would fit. */
function neededValues(parameters: Readonly<Record<string, Parameter>>): Values | undefined {
  const values: Values = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.default !== undefined || parameter.generate) continue;
    if (parameter.secret) values[name] = '${secret:NEEDED}';
    else if (parameter.enum) values[name] = parameter.enum[0];
    else if (parameter.pattern !== undefined) return undefined;
    else values[name] = samples[parameter.type](parameter);
  }
  return values;
}

const samples: Record<Parameter['type'], (parameter: Parameter) => unknown> = {
  string: ({ minLength = 1 }) => 'x'.repeat(minLength),
  integer: ({ minimum = 1 }) => Math.ceil(minimum),
  number: ({ minimum = 1 }) => minimum,
  boolean: () => false,
  array: () => [],
};

/** The defaults, then each other value of each parameter alone. */
function variationsOf(parameters: Readonly<Record<string, Parameter>>): { values: Values; words: string }[] {
  const others = Object.entries(parameters).flatMap(([name, parameter]) =>
    valuesOf(parameter)
      .filter((value) => value !== parameter.default)
      .map((value) => ({
        values: { [name]: parameter.type === 'array' ? [value] : value },
        words: `${name}: ${String(value)}`,
      })),
  );
  return [{ values: {}, words: '' }, ...others];
}

function valuesOf({ type, enum: named, items }: Parameter): (string | number | boolean)[] {
  if (type === 'boolean') return [true, false];
  return (type === 'array' ? items?.enum : named) ?? [];
}
