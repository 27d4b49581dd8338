import type { OverlayFile } from '../../compose/index.ts';
import { didYouMean } from '../../compose/index.ts';
import { BlockInvalid, StackFileInvalid } from '../errors.ts';
import { ExpressionFailed, evaluate, toCel } from '../expression.ts';
import type { Parameter } from '../format/block-file.ts';
import { hasPlaceholder, onlyPlaceholder, placeholder } from '../placeholder.ts';
import type { Member } from './member.ts';
import { listed } from './members.ts';

export interface Parameters {
  /** Secrets are placeholders. */
  values: Record<string, unknown>;
  /** Generated secrets: name → length. */
  generated: Map<string, number>;
}

/** What the URL of `at:` says, by parameter. */
export type Attached = Readonly<Record<string, string>>;

/**
 * The value of each parameter of a member: what the stack file gives, else what `at:` says, else the default. All that
 * is wrong is reported, and the default takes its place.
 */
export function parametersOf(member: Member, attached: Attached | undefined, file: OverlayFile): Parameters {
  const definitions = member.block.definition.parameters ?? {};
  const given = member.use.with ?? {};
  reportUnknown(member, definitions, file);
  const result: Parameters = { values: {}, generated: new Map() };
  // Those whose rules hang on others come after all others.
  const all = Object.entries(definitions);
  const ordered = [...all.filter(([, { cases }]) => !cases), ...all.filter(([, { cases }]) => cases)];
  for (const [name, definition] of ordered) {
    const parameter = caseOf(name, definition, member, result.values, file);
    const value = Object.hasOwn(given, name) ? given[name] : attached?.[name];
    // A password within the URL of `at:` is plain because it was written so: guardrails tell of that.
    const isOfUrl = !Object.hasOwn(given, name);
    result.values[name] =
      value === undefined
        ? fallback(name, parameter, member, attached !== undefined, result, file)
        : checked(name, value, { ...parameter, ...(isOfUrl && { secret: false }) }, member, file);
  }
  return result;
}

function reportUnknown(
  member: Member,
  definitions: Readonly<Record<string, Parameter>>,
  file: OverlayFile,
): void {
  const names = Object.keys(definitions);
  for (const name of Object.keys(member.use.with ?? {})) {
    if (Object.hasOwn(definitions, name)) continue;
    report(
      member,
      name,
      `has no parameter "${name}".`,
      didYouMean(name, names) ?? listed('There is', names),
      file,
    );
  }
}

/** The parameter as the first of its cases that holds has it. */
function caseOf(
  name: string,
  parameter: Parameter,
  member: Member,
  values: Readonly<Record<string, unknown>>,
  file: OverlayFile,
): Parameter {
  const scope = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, toCel(value)]));
  for (const [index, { when, ...rules }] of (parameter.cases ?? []).entries()) {
    try {
      if (evaluate(when, scope) === true) return { ...parameter, ...rules } as Parameter;
    } catch (thrown) {
      if (!(thrown instanceof ExpressionFailed)) throw thrown;
      const path = ['parameters', name, 'cases', index, 'when'];
      const where = member.block.places.whereText(path, thrown.fragment);
      file.report(new BlockInvalid(thrown.message, { where, remedy: thrown.remedy }));
    }
  }
  return parameter;
}

function fallback(
  name: string,
  parameter: Parameter,
  member: Member,
  isAttached: boolean,
  { generated }: Parameters,
  file: OverlayFile,
): unknown {
  if (parameter.default !== undefined) return parameter.default;
  if (parameter.generate && !isAttached) {
    const secret = `${member.name}.${name}`;
    generated.set(secret, parameter.generate.length);
    return placeholder(secret);
  }
  if (isAttached) return emptyOf(parameter);
  const give = parameter.secret ? `\${secret:${name.toUpperCase()}}` : '…';
  file.report(
    new StackFileInvalid(`${labelOf(member)} needs the parameter "${name}".`, {
      where: file.where(member.path),
      remedy: `Add \`with: { ${name}: ${give.startsWith('$') ? `"${give}"` : give} }\`.${parameter.description ? ` ${parameter.description}` : ''}`,
    }),
  );
  return emptyOf(parameter);
}

/** Something of its type, so that what uses it is not blamed as well. */
function emptyOf({ type }: Parameter): unknown {
  switch (type) {
    case 'string':
      return '';
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
  }
}

function checked(
  name: string,
  value: unknown,
  parameter: Parameter,
  member: Member,
  file: OverlayFile,
): unknown {
  const wrong = (message: string, remedy?: string) => {
    report(member, name, message, remedy, file);
    return parameter.default ?? emptyOf(parameter);
  };
  if (typeof value === 'string' && hasPlaceholder(value)) {
    if (parameter.type === 'string') return value;
    return wrong(`"${name}" must be ${kindOf(parameter.type)} and cannot be a secret.`);
  }
  if (parameter.secret) {
    if (value === '' || (typeof value === 'string' && onlyPlaceholder(value))) return value;
    return wrong(
      `"${name}" is a secret, and stands here in plain text.`,
      `Write \`${name}: "\${secret:NAME}"\`, and give it with \`blockyard secrets set NAME\`.`,
    );
  }
  const cast = castTo(parameter.type, value);
  if (cast === undefined)
    return wrong(
      `"${name}" must be ${kindOf(parameter.type)}, but is ${nounOf(value)}.`,
      remedyFor(parameter.type, value),
    );
  if (Array.isArray(cast)) return checkedList(name, cast, parameter, wrong);
  const problem = problemOf(cast, parameter);
  return problem ? wrong(`"${name}" ${problem.message}.`, problem.remedy) : cast;
}

function checkedList(
  name: string,
  list: unknown[],
  parameter: Parameter,
  wrong: (message: string, remedy?: string) => unknown,
): unknown {
  const { minItems = 0, maxItems = Number.MAX_SAFE_INTEGER, items } = parameter;
  if (list.length < minItems) return wrong(`"${name}" must have ${minItems} or more entries.`);
  if (list.length > maxItems) return wrong(`"${name}" must have ${maxItems} entries or less.`);
  const entries: unknown[] = [];
  for (const entry of list) {
    const cast = items ? castTo(items.type, entry) : entry;
    const kind = items ? kindOf(items.type) : '';
    if (cast === undefined)
      return wrong(`each entry of "${name}" must be ${kind}, but one is ${nounOf(entry)}.`);
    const problem = items && problemOf(cast, items as Rules);
    if (problem) return wrong(`an entry of "${name}" ${problem.message}.`, problem.remedy);
    entries.push(cast);
  }
  return entries;
}

type Rules = Pick<Parameter, 'enum' | 'pattern' | 'minimum' | 'maximum' | 'minLength' | 'maxLength'>;

function problemOf(
  value: unknown,
  rules: Rules,
): { message: string; remedy?: string | undefined } | undefined {
  const shown = JSON.stringify(value);
  if (rules.enum && !rules.enum.includes(value as string)) {
    const words = rules.enum.map(String);
    return {
      message: `is ${shown}, which it cannot be`,
      remedy: didYouMean(String(value), words) ?? `It can be: ${words.join(', ')}.`,
    };
  }
  if (typeof value === 'number') {
    if (rules.minimum !== undefined && value < rules.minimum)
      return { message: `must be ${rules.minimum} or more, but is ${value}` };
    if (rules.maximum !== undefined && value > rules.maximum)
      return { message: `must be ${rules.maximum} or less, but is ${value}` };
  }
  if (typeof value !== 'string') return undefined;
  if (rules.minLength !== undefined && value.length < rules.minLength)
    return { message: `must have ${rules.minLength} or more characters` };
  if (rules.maxLength !== undefined && value.length > rules.maxLength)
    return { message: `must have ${rules.maxLength} characters or less` };
  if (rules.pattern !== undefined && !matches(rules.pattern, value))
    return { message: `is ${shown}, which does not fit ${rules.pattern}` };
  return undefined;
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch (thrown) {
    // Its block is at fault, and `blockyard block lint` says so.
    if (thrown instanceof SyntaxError) return true;
    throw thrown;
  }
}

/** The value as one of a type; text that a variable gave is read as what it says. Undefined where it is none. */
function castTo(type: Parameter['type'], value: unknown): unknown {
  switch (type) {
    case 'string':
      if (typeof value === 'string') return value;
      // `version: 16` says what it means; of 1.10 a number keeps 1.1.
      return typeof value === 'number' && Number.isInteger(value) ? String(value) : undefined;
    case 'integer':
    case 'number': {
      const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
      return type === 'integer' && !Number.isSafeInteger(number) ? undefined : number;
    }
    case 'boolean':
      if (typeof value === 'boolean') return value;
      return value === 'true' ? true : value === 'false' ? false : undefined;
    case 'array':
      return Array.isArray(value) ? value : undefined;
  }
}

function kindOf(type: Parameter['type']): string {
  switch (type) {
    case 'string':
      return 'text';
    case 'integer':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
  }
}

function nounOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string'
    ? `the text "${value}"`
    : `${typeof value === 'number' ? 'the number ' : ''}${String(value)}`;
}

function remedyFor(type: Parameter['type'], value: unknown): string | undefined {
  if (type === 'array') return `Write it as a list: [${JSON.stringify(value)}].`;
  return type === 'string' && !Array.isArray(value) ? `Put it in quotes: "${String(value)}".` : undefined;
}

function report(
  member: Member,
  name: string,
  message: string,
  remedy: string | undefined,
  file: OverlayFile,
): void {
  const isUnknown = message.startsWith('has no');
  const path = [...member.path, 'with', name];
  const where =
    member.usedBy === undefined
      ? isUnknown
        ? file.whereKey(path)
        : file.where(path)
      : file.where(member.path);
  file.report(
    new StackFileInvalid(isUnknown ? `${labelOf(member)} ${message}` : `${labelOf(member)}: ${message}`, {
      where,
      remedy,
    }),
  );
}

/** `blocks.db (postgres 1.0.0)` */
export function labelOf({ name, block: { definition } }: Member): string {
  return `blocks.${name} (${definition.block} ${definition.version})`;
}
