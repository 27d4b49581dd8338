import { Environment } from '@marcbachmann/cel-js';
import { didYouMean } from '../compose/index.ts';
import { nestsTooDeep, SizeBudget } from './expression-bounds.ts';
import { hasPlaceholder, placeholdersIn, treatText } from './placeholder.ts';

/*
 * `${…}` in a block's texts is a CEL expression. It sees the block's parameters by their names, and
 *
 *   name       of the instance
 *   project    its name
 *   service    part → its name in the stack
 *   endpoint   name → scheme, host, port, address, url, published (its port on 127.0.0.1)
 *   uses       name → its bindings
 *   consumer   in bindings: the name of the service that is bound
 *   url(text)  percent-encoded; json(value)  as JSON
 */

/** What expressions may see, by name. */
export type Scope = Readonly<Record<string, unknown>>;

/** Plain data as a template or an expression gives it. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** An expression cannot be read or carried out; `fragment` is how it stands in the text. */
export class ExpressionFailed extends Error {
  readonly fragment: string;
  readonly remedy: string | undefined;

  constructor(message: string, fragment: string, remedy?: string) {
    super(message);
    this.fragment = fragment;
    this.remedy = remedy;
  }
}

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 2000, maxDepth: 60, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 16 },
})
  .registerFunction('url(dyn): string', (value: unknown) => treatText(asText(toPlain(value)), 'url'))
  .registerFunction('json(dyn): string', (value: unknown) => asJson(toPlain(value)));

type Expression = (scope: Record<string, unknown>) => unknown;
const known = new Map<string, Expression>();

/** The value of an expression. @throws {ExpressionFailed} */
export function evaluate(text: string, scope: Scope): Value {
  try {
    return toPlain(parse(text)(scope as Record<string, unknown>));
  } catch (thrown) {
    throw asFailure(thrown, text, scope);
  }
}

/** Whether a condition holds. @throws {ExpressionFailed} where it is neither true nor false */
export function holds(condition: string, scope: Scope): boolean {
  const value = evaluate(condition, scope);
  if (typeof value !== 'boolean')
    throw new ExpressionFailed('The expression must give true or false.', condition);
  return value;
}

/**
 * A text with its expressions replaced. One that is nothing but a single expression keeps the type of what that gives.
 * @throws {ExpressionFailed}
 */
export function render(template: string, scope: Scope): Value {
  if (!template.includes('$')) return template;
  const pieces = split(template);
  const [only] = pieces;
  if (pieces.length === 1 && only?.kind === 'expression') return evaluate(only.text, scope);
  return pieces
    .map(({ kind, text }) => (kind === 'text' ? text : insertable(evaluate(text, scope), text)))
    .join('');
}

/** As {@link render}, always text. */
export function renderText(template: string, scope: Scope): string {
  const value = render(template, scope);
  return typeof value === 'string' ? value : insertable(value, template);
}

/** Whether a text is read and every expression in it can be: for whoever checks a block without using it. */
export function checkTemplate(template: string): void {
  for (const { kind, text } of split(template)) if (kind === 'expression') checkExpression(text);
}

/** The expressions in a text. @throws {ExpressionFailed} where one is not closed */
export function expressionsIn(template: string): string[] {
  return split(template)
    .filter(({ kind }) => kind === 'expression')
    .map(({ text }) => text);
}

export function checkExpression(text: string): void {
  try {
    parse(text);
  } catch (thrown) {
    throw asFailure(thrown, text, {});
  }
}

/** Names of secrets that a value of a scope holds. */
export function secretsOf(value: unknown): string[] {
  if (typeof value === 'string') return placeholdersIn(value).map(({ name }) => name);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(secretsOf);
}

/** Plain data as CEL has it: whole numbers are `int`. */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  return value;
}

interface Piece {
  kind: 'text' | 'expression';
  text: string;
}

function split(template: string): Piece[] {
  const pieces: Piece[] = [];
  const add = (kind: Piece['kind'], text: string) => {
    const last = pieces.at(-1);
    if (kind === 'text' && last?.kind === 'text') last.text += text;
    else if (kind === 'expression' || text !== '') pieces.push({ kind, text });
  };
  let position = 0;
  while (position < template.length) {
    const dollar = template.indexOf('$', position);
    if (dollar < 0) break;
    add('text', template.slice(position, dollar));
    const next = template[dollar + 1];
    if (next === '{') {
      const end = closingBrace(template, dollar + 2);
      if (end < 0)
        throw new ExpressionFailed(
          'The expression is never closed with "}".',
          template.slice(dollar, dollar + 40),
          'Write ${…}, or $$ for a dollar sign.',
        );
      add('expression', template.slice(dollar + 2, end));
      position = end + 1;
    } else {
      add('text', '$');
      position = dollar + (next === '$' ? 2 : 1);
    }
  }
  add('text', template.slice(position));
  return pieces;
}

/** The brace that closes an expression: those in its texts do not count. */
function closingBrace(text: string, start: number): number {
  let depth = 0;
  let quote: string | undefined;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (quote !== undefined) {
      if (character === '\\') index += 1;
      else if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      if (depth === 0) return index;
      depth -= 1;
    }
  }
  return -1;
}

function parse(text: string): Expression {
  const before = known.get(text);
  if (before) return before;
  const parsed = environment.parse(text);
  if (nestsTooDeep(parsed))
    throw new ExpressionFailed(
      'It nests loops too deep: a loop may hold one other.',
      text,
      'Say the same with fewer of `all`, `exists`, `map`, `filter` in each other.',
    );
  if (known.size < 5000) known.set(text, parsed as Expression);
  return parsed as Expression;
}

function insertable(value: Value, expression: string): string {
  if (typeof value === 'object' && value !== null)
    throw new ExpressionFailed(
      `The expression gives ${Array.isArray(value) ? 'a list' : 'a mapping'}, which is no text.`,
      expression,
      'Write json(…) around it, or pick one of its entries.',
    );
  return asText(value);
}

function asText(value: Value): string {
  return typeof value === 'object' ? (value === null ? '' : asJson(value)) : String(value);
}

/** Placeholders in it are encoded when their values are known. */
function asJson(value: Value): string {
  if (typeof value === 'string') return `"${treatText(value, 'json')}"`;
  if (Array.isArray(value)) return `[${value.map(asJson).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, entry]) => `${asJson(key)}:${asJson(entry)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

function toPlain(value: unknown): Value {
  const budget = new SizeBudget();
  const plain = (part: unknown): Value => {
    budget.spend(part);
    if (typeof part === 'bigint') return Number(part);
    if (Array.isArray(part)) return part.map(plain);
    if (part instanceof Map)
      return Object.fromEntries([...part].map(([key, entry]) => [String(key), plain(entry)]));
    if (typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype)
      return Object.fromEntries(Object.entries(part).map(([key, entry]) => [key, plain(entry)]));
    if (typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean') return part;
    return part === null || part === undefined ? null : String(part);
  };
  return plain(value);
}

function asFailure(thrown: unknown, expression: string, scope: Scope): ExpressionFailed {
  if (thrown instanceof ExpressionFailed) return thrown;
  const [said = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
  const words = hasPlaceholder(said) ? 'it cannot be carried out' : said.replace(/\.+$/, '');
  const unknown = /(?:Unknown variable|No such key): (\w+)/.exec(said)?.[1];
  const remedy =
    unknown === undefined
      ? undefined
      : (didYouMean(unknown, namesIn(scope)) ??
        (Object.keys(scope).length > 0
          ? `There is: ${Object.keys(scope).toSorted().join(', ')}.`
          : 'There is nothing to refer to here.'));
  return new ExpressionFailed(`\${${shorten(expression)}}: ${words}.`, expression, remedy);
}

function namesIn(scope: Scope): string[] {
  return Object.entries(scope).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? [key, ...Object.keys(value)]
      : [key],
  );
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
