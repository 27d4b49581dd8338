import type { z } from 'zod';

type Schema = z.core.$ZodType;
type Definition = z.core.$ZodTypes['_zod']['def'];

/** The keys that a mapping at this path may have, in all its forms. */
export function keysAt(schema: Schema, path: readonly PropertyKey[]): string[] {
  const keys = formsAt(schema, path).flatMap((form) => {
    const definition = definitionOf(form);
    return definition.type === 'object' ? Object.keys(definition.shape) : [];
  });
  return [...new Set(keys)];
}

/** What may stand at this path: `a string`, `a mapping`. */
export function kindsAt(schema: Schema, path: readonly PropertyKey[]): string[] {
  return [...new Set(formsAt(schema, path).map(kindOf))];
}

function formsAt(schema: Schema, path: readonly PropertyKey[]): Schema[] {
  const [key, ...rest] = path;
  const forms = formsOf(schema);
  if (key === undefined) return forms;
  return forms.flatMap((form) => {
    const inside = entryOf(form, key);
    return inside ? formsAt(inside, rest) : [];
  });
}

/** A union's members and what an optional one holds, down to schemas of one kind. */
function formsOf(schema: Schema): Schema[] {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'union':
      return definition.options.flatMap((option) => formsOf(option));
    case 'optional':
    case 'nullable':
    case 'default':
      return formsOf(definition.innerType);
    case 'pipe':
      return formsOf(definition.in);
    case 'lazy':
      return formsOf(definition.getter());
    default:
      return [schema];
  }
}

function entryOf(schema: Schema, key: PropertyKey): Schema | undefined {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'object':
      return definition.shape[String(key)] ?? definition.catchall;
    case 'record':
      return definition.valueType;
    case 'array':
      return definition.element;
    default:
      return undefined;
  }
}

function kindOf(schema: Schema): string {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'string':
      return 'a string';
    case 'number':
      return (definition as { format?: string }).format === 'safeint' || isWhole(schema)
        ? 'a whole number'
        : 'a number';
    case 'boolean':
      return 'true or false';
    case 'literal':
      return definition.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'enum':
      return Object.values(definition.entries)
        .map((value) => JSON.stringify(value))
        .join(' or ');
    case 'array':
      return 'a list';
    case 'object':
    case 'record':
      return 'a mapping';
    default:
      return 'another value';
  }
}

function isWhole(schema: Schema): boolean {
  const { checks } = definitionOf(schema) as { checks?: { _zod: { def: { format?: string } } }[] };
  return (checks ?? []).some((check) => check._zod.def.format === 'safeint');
}

function definitionOf(schema: Schema): Definition {
  return schema._zod.def as Definition;
}
