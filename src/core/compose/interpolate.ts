import { InterpolationFailed } from './errors.ts';

/** Answers a variable's value, undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

/** Answers what stands between `${` and `}` where it is no variable of Compose's; undefined where it is. */
export type Reference = (expression: string) => string | undefined;

export interface InterpolationOptions {
  lookup: Lookup;
  /** Called for a variable that is not set and has no default: it becomes empty. */
  onUnset?: (name: string) => void;
  reference?: Reference | undefined;
}

/**
 * Replaces the variables in a text: `$A`, `${A}`, `${A-b}`, `${A:-b}`, `${A?message}`, `${A:?message}`, `${A+b}`,
 * `${A:+b}`, where what follows the operator may hold variables itself; `$$` is a dollar sign. A dollar sign before
 * anything else stays as it is.
 * Source: https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 * @throws {InterpolationFailed} without a place, which only the caller knows.
 */
export function interpolate(text: string, options: InterpolationOptions): string {
  if (!text.includes('$')) return text;
  return expand(text, options);
}

const nameAtStart = /^[A-Za-z_][A-Za-z0-9_]*/;
const operators = [':-', ':?', ':+', '-', '?', '+'] as const;

/** Nobody nests defaults in defaults this deep; each level reads what is in it once more. */
const maximumDepth = 20;

function expand(text: string, options: InterpolationOptions, depth = 0): string {
  if (depth > maximumDepth) throw malformed(text, 'the defaults are nested too deep');
  let result = '';
  let position = 0;
  while (position < text.length) {
    const dollar = text.indexOf('$', position);
    if (dollar < 0) break;
    result += text.slice(position, dollar);
    const next = text[dollar + 1];
    if (next === '$') {
      result += '$';
      position = dollar + 2;
    } else if (next === '{') {
      const end = closingBrace(text, dollar + 2);
      if (end < 0) throw malformed(text.slice(dollar), 'it is never closed with "}"');
      result += expandBraced(text.slice(dollar + 2, end), options, depth);
      position = end + 1;
    } else {
      const name = nameAtStart.exec(text.slice(dollar + 1))?.[0];
      result += name === undefined ? '$' : plainValue(name, options);
      position = dollar + 1 + (name?.length ?? 0);
    }
  }
  return result + text.slice(position);
}

/** What stands between `${` and `}`. */
function expandBraced(expression: string, options: InterpolationOptions, depth: number): string {
  const referred = options.reference?.(expression);
  if (referred !== undefined) return referred;
  const name = nameAtStart.exec(expression)?.[0];
  if (name === undefined)
    throw malformed(`\${${expression}}`, 'a name starts with a letter or an underscore');
  const rest = expression.slice(name.length);
  if (rest === '') return plainValue(name, options);
  const operator = operators.find((candidate) => rest.startsWith(candidate));
  if (!operator) throw malformed(`\${${expression}}`, `"${rest}" is not an operator such as ":-"`);

  const word = () => expand(rest.slice(operator.length), options, depth + 1);
  const value = options.lookup(name);
  const present = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  switch (operator) {
    case ':-':
    case '-':
      return present ? (value ?? '') : word();
    case ':+':
    case '+':
      return present ? word() : '';
    case ':?':
    case '?':
      if (present) return value ?? '';
      throw missing(name, word());
  }
}

function plainValue(name: string, { lookup, onUnset }: InterpolationOptions): string {
  const value = lookup(name);
  if (value === undefined) onUnset?.(name);
  return value ?? '';
}

/** The index of the brace that closes an expression which starts at `start`; braces inside it come in pairs. */
function closingBrace(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    else if (text[index] === '}') {
      if (depth === 0) return index;
      depth -= 1;
    }
  }
  return -1;
}

function malformed(expression: string, reason: string): InterpolationFailed {
  return new InterpolationFailed(`"${shorten(expression)}" is not a variable: ${reason}.`, {
    fragment: expression,
    remedy: 'Write ${NAME} or ${NAME:-default}, or $$ for a dollar sign.',
  });
}

function missing(name: string, message: string): InterpolationFailed {
  return new InterpolationFailed(
    message === '' ? `The variable ${name} must be set.` : `The variable ${name} must be set: ${message}`,
    { remedy: `Set ${name} in the shell or in the file .env.`, fragment: `\${${name}` },
  );
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
