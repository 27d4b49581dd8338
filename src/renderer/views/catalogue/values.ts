import type { AddRequest, ParameterView } from '../../../shared/contract/index.ts';

export type Value = NonNullable<AddRequest['with']>[string];
/** What was chosen, by parameter; one that is not in it has its default. */
export type Values = Record<string, Value>;

/** What the field shows: what was chosen, else the default. */
export function shownValue({ name, default: byDefault }: ParameterView, values: Values): Value | undefined {
  return values[name] ?? byDefault;
}

/** With another value; the default, and nothing, are left out so that the file stays short. */
export function withValue(values: Values, parameter: ParameterView, value: Value | undefined): Values {
  const { [parameter.name]: _, ...others } = values;
  const isDefault = JSON.stringify(value) === JSON.stringify(parameter.default);
  return value === undefined || value === '' || isDefault ? others : { ...others, [parameter.name]: value };
}

/** Why what was typed cannot be; the core says the rest. */
export function problemOf(parameter: ParameterView, value: Value | undefined): string | undefined {
  const { type, pattern, minimum, maximum } = parameter;
  if (value === undefined || typeof value === 'boolean') return undefined;
  if (type === 'integer' || type === 'number') {
    if (typeof value !== 'number' || Number.isNaN(value))
      return type === 'integer' ? 'A whole number.' : 'A number.';
    if (type === 'integer' && !Number.isInteger(value)) return 'A whole number.';
    if (minimum !== undefined && value < minimum) return `At least ${minimum}.`;
    if (maximum !== undefined && value > maximum) return `At most ${maximum}.`;
    return undefined;
  }
  if (type !== 'string' || pattern === undefined || typeof value !== 'string' || value === '')
    return undefined;
  return matches(pattern, value) ? undefined : 'It does not have the form that is wanted.';
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    // A form that only the core understands.
    return true;
  }
}
