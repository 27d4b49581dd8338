import { BlockInvalid, type Parameter, type PlacedBlock } from '../../blocks/index.ts';
import { didYouMean } from '../../compose/index.ts';

type Scalar = string | number | boolean;
type Value = Scalar | Scalar[];

export interface GivenParameters {
  /** For `with:` of the stack file. */
  values: Record<string, Value>;
  /** Names of secrets that it refers to, with their values. */
  secrets: Record<string, string>;
}

/** `NAME=VALUE` texts as a stack file would hold them. @throws {BlockInvalid} for a parameter that there is not */
export function givenParameters({ definition }: PlacedBlock, given: readonly string[]): GivenParameters {
  const { parameters = {} } = definition;
  const values: Record<string, Value> = {};
  const secrets: Record<string, string> = {};
  for (const text of given) {
    const [, name = text, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const names = Object.keys(parameters);
    if (!parameter || value === undefined)
      throw new BlockInvalid(
        parameter
          ? `--with ${text} gives ${name} no value.`
          : `${definition.block} has no parameter "${name}".`,
        {
          remedy: parameter
            ? `Write --with ${name}=VALUE.`
            : (didYouMean(name, names) ?? `There is: ${names.join(', ') || 'none'}.`),
        },
      );
    if (parameter.secret) {
      secrets[name] = value;
      values[name] = `\${secret:${name}}`;
    } else values[name] = typed(value, parameter);
  }
  return { values, secrets };
}

/** What is not of the parameter's type stays text: the stack's loader says what is wrong with it. */
function typed(text: string, { type, items }: Parameter): Value {
  if (type !== 'array') return scalar(text, type);
  return text === '' ? [] : text.split(',').map((entry) => scalar(entry, items?.type ?? 'string'));
}

function scalar(text: string, type: Exclude<Parameter['type'], 'array'>): Scalar {
  switch (type) {
    case 'integer':
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'string':
      // A dollar sign would be Compose's.
      return text.replaceAll('$', '$$$$');
  }
}
