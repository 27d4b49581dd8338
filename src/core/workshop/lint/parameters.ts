import type { Parameter } from '../../blocks/index.ts';
import type { Inspection, Path } from './finding.ts';

type Value = NonNullable<Parameter['default']>;
type Scalar = Exclude<Value, unknown[]>;

/** Defaults must fit what they are defaults of. */
export function inspectParameters(inspection: Inspection): void {
  for (const [name, parameter] of Object.entries(inspection.definition.parameters ?? {})) {
    const path = ['parameters', name];
    inspectDefault(inspection, parameter, path);
    for (const [index, one] of (parameter.cases ?? []).entries())
      inspectDefault(
        inspection,
        { ...parameter, ...one },
        [...path, 'cases', index],
        one.default !== undefined,
      );
    inspectPattern(inspection, parameter.pattern, [...path, 'pattern']);
    inspectPattern(inspection, parameter.items?.pattern, [...path, 'items', 'pattern']);
    // An empty default says that it may be left out.
    if (parameter.secret && parameter.default !== undefined && parameter.default !== '')
      inspection.tell(
        {
          code: 'secret-in-plain-text',
          severity: 'deny',
          message: `${name} is a secret with a default that everybody can read.`,
          remedy: 'Write `generate: { length: 24 }` in its place: each project gets its own.',
        },
        [...path, 'default'],
      );
    if (parameter.generate && !parameter.secret)
      inspection.tell(
        {
          code: 'secret-in-plain-text',
          severity: 'deny',
          message: `${name} is generated, but not a secret: it would be shown.`,
          remedy: 'Add `secret: true`.',
        },
        [...path, 'generate'],
      );
    if (!parameter.secret && /passw|secret|token|credential|private_?key/i.test(name))
      inspection.tellKey(
        {
          code: 'secret-in-plain-text',
          severity: 'warn',
          message: `${name} sounds like a secret and is not marked as one.`,
          remedy: 'Add `secret: true`, and `generate` unless a person must give it.',
        },
        path,
      );
    if (!parameter.title && !parameter.description)
      inspection.tellKey(
        {
          code: 'parameter-untold',
          severity: 'note',
          message: `${name} has neither title nor description: the form shows its bare name.`,
          remedy: 'Say in `description` what it changes.',
        },
        path,
      );
  }
}

function inspectDefault(inspection: Inspection, parameter: Parameter, path: Path, isOwn = true): void {
  const value = parameter.default;
  if (value === undefined) return;
  const misfit = misfitOf(value, parameter);
  if (misfit === undefined) return;
  inspection.tell(
    {
      code: 'default-does-not-fit',
      severity: 'deny',
      message: `The default ${JSON.stringify(value)} of ${path[1]} ${misfit}.`,
      remedy: isOwn ? 'Change the default, or what it must fit.' : 'Give this case a default of its own.',
    },
    isOwn ? [...path, 'default'] : path,
  );
}

/** Why a value is not one of this parameter; undefined when it is. */
function misfitOf(value: Value, parameter: Parameter): string | undefined {
  const { type, items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = parameter;
  if (type !== 'array')
    return Array.isArray(value) ? `is a list, not ${articles[type]}` : scalarMisfit(value, parameter);
  if (!Array.isArray(value)) return 'is not a list';
  if (value.length < minItems || value.length > maxItems)
    return `has ${value.length} entries, against minItems or maxItems`;
  if (!items) return undefined;
  for (const entry of value) {
    const misfit = scalarMisfit(entry, items);
    if (misfit) return `holds ${JSON.stringify(entry)}, which ${misfit}`;
  }
  return undefined;
}

const articles = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

type Bounds = Pick<Parameter, 'enum' | 'pattern' | 'minLength' | 'maxLength' | 'minimum' | 'maximum'>;

function scalarMisfit(
  value: Scalar,
  bounds: Bounds & { type: keyof typeof articles | 'array' },
): string | undefined {
  const { type, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = bounds;
  if (type !== 'array' && !isOfType(value, type)) return `is not ${articles[type]}`;
  if (bounds.enum && !bounds.enum.includes(value)) return `is not in its enum (${bounds.enum.join(', ')})`;
  if (typeof value === 'number' && (value < minimum || value > maximum))
    return 'is out of its minimum or maximum';
  if (typeof value !== 'string') return undefined;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = bounds;
  if (value.length < minLength || value.length > maxLength) return 'is against minLength or maxLength';
  return pattern !== undefined && compiled(pattern)?.test(value) === false
    ? `does not fit the pattern ${pattern}`
    : undefined;
}

function isOfType(value: Scalar, type: keyof typeof articles): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function inspectPattern(inspection: Inspection, pattern: string | undefined, path: Path): void {
  if (pattern === undefined || compiled(pattern)) return;
  inspection.tell(
    {
      code: 'pattern-invalid',
      severity: 'deny',
      message: `The pattern ${pattern} is no regular expression.`,
      remedy: 'Brackets and backslashes must pair up; it is read as JavaScript reads one.',
    },
    path,
  );
}

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}
