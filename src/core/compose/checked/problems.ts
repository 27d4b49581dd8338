import type { z } from 'zod';
import { type Tree, valueAt } from '../positions.ts';
import { didYouMean } from '../suggest.ts';
import { nounOf, oneOf } from '../words.ts';
import { keysAt, kindsAt } from './expected.ts';

/** What is wrong at a path, in words. */
export interface Problem {
  path: readonly PropertyKey[];
  message: string;
  remedy: string | undefined;
  /** Whether it is the key that is wrong, not its value. */
  ofKey: boolean;
}

type Issue = z.core.$ZodIssue;

/** What zod found wrong with a tree, as a person would say it; in the order of the schema. */
export function problemsOf(issues: readonly Issue[], schema: z.ZodType, tree: Tree, noun: string): Problem[] {
  return issues.flatMap((issue) => new Teller(schema, tree, noun).tell(issue, []));
}

class Teller {
  readonly #schema: z.ZodType;
  readonly #tree: Tree;
  readonly #noun: string;

  constructor(schema: z.ZodType, tree: Tree, noun: string) {
    this.#schema = schema;
    this.#tree = tree;
    this.#noun = noun;
  }

  tell(issue: Issue, above: readonly PropertyKey[]): Problem[] {
    const path = [...above, ...issue.path];
    const name = nameOf(path) || this.#noun;
    const value = this.#valueAt(path);
    const problem = (message: string, remedy?: string): Problem[] => [
      { path, message: `${name} ${message}.`, remedy, ofKey: false },
    ];
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => this.#unknownKey(path, key));
      case 'invalid_union':
        return this.#tellUnion(issue, path);
      case 'invalid_key':
        return [
          {
            path,
            message: `${name}: the name "${String(path.at(-1))}" does not fit.`,
            remedy: `Write ${wordsOf(issue.issues[0])}.`,
            ofKey: true,
          },
        ];
      case 'invalid_type':
        return this.#misfit(path, value);
      case 'invalid_value':
        return problem(
          `must be ${oneOf(issue.values.map((one) => JSON.stringify(one)))}, but is ${nounOf(value)}`,
          typeof value === 'string' ? didYouMean(value, issue.values.map(String)) : undefined,
        );
      case 'too_small':
        return problem(`must ${amount(issue.origin, issue.minimum, 'least')}`);
      case 'too_big':
        return problem(`must ${amount(issue.origin, issue.maximum, 'most')}`);
      case 'invalid_format':
        return problem(`must be ${wordsOf(issue)}, but is ${nounOf(value)}`);
      default:
        return problem(`does not fit: ${issue.message}`);
    }
  }

  /** Of several forms, the one that was meant: the most of it fits. */
  #tellUnion(issue: z.core.$ZodIssueInvalidUnion, path: readonly PropertyKey[]): Problem[] {
    const forms = issue.errors.filter((form) => !form.some(isMisfitAsAWhole));
    if (forms.length === 0) return this.#misfit(path, this.#valueAt(path));
    const unknown = (form: Issue[]) => form.filter((one) => one.code === 'unrecognized_keys').length;
    const [meant, next] = forms.toSorted(
      (one, other) => unknown(one) - unknown(other) || one.length - other.length,
    );
    if (next && unknown(meant ?? []) > 0) {
      const keys = keysAt(this.#schema, path);
      const value = this.#valueAt(path);
      const strange = Object.keys(value ?? {}).filter((key) => !keys.includes(key));
      if (strange.length > 0) return strange.map((key) => this.#unknownKey(path, key));
    }
    return (meant ?? []).flatMap((one) => this.tell(one, path));
  }

  #misfit(path: readonly PropertyKey[], value: Tree | undefined): Problem[] {
    const name = nameOf(path) || this.#noun;
    const kinds = kindsAt(this.#schema, path);
    if (value === undefined) {
      const [key, container] = [String(path.at(-1)), path.slice(0, -1)];
      const message = `${nameOf(container) || this.#noun} must have "${key}".`;
      return [{ path: container, message, remedy: `Add "${key}": ${oneOf(kinds)}.`, ofKey: true }];
    }
    const message = `${name} must be ${oneOf(kinds)}, but is ${nounOf(value)}.`;
    return [{ path, message, remedy: remedyFor(value, kinds), ofKey: false }];
  }

  #unknownKey(path: readonly PropertyKey[], key: string): Problem {
    const keys = keysAt(this.#schema, path);
    const message = `${nameOf([...path, key])} is not a key that ${this.#noun.toLowerCase()} has here.`;
    const remedy = didYouMean(key, keys) ?? `Remove it. There can be: ${keys.toSorted().join(', ')}.`;
    return { path: [...path, key], message, remedy, ofKey: true };
  }

  #valueAt(path: readonly PropertyKey[]): Tree | undefined {
    return valueAt(this.#tree, path);
  }
}

function isMisfitAsAWhole(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function remedyFor(value: Tree, kinds: readonly string[]): string | undefined {
  if (value === null) return 'Remove the key, or give it a value.';
  if (typeof value === 'object') return undefined;
  if (typeof value !== 'string' && kinds.includes('a string')) return `Put it in quotes: "${String(value)}".`;
  return kinds.includes('a list') ? `Write it as a list: [${JSON.stringify(value)}].` : undefined;
}

function amount(origin: string, bound: number | bigint, word: 'least' | 'most'): string {
  switch (origin) {
    case 'string':
      return word === 'least' && bound === 1 ? 'not be empty' : `have at ${word} ${bound} characters`;
    case 'array':
    case 'set':
      return `have at ${word} ${bound} ${bound === 1 ? 'entry' : 'entries'}`;
    default:
      return `be ${bound} or ${word === 'least' ? 'more' : 'less'}`;
  }
}

/** What a schema says that a text must be; its pattern where it says nothing. */
function wordsOf(issue: Issue | undefined): string {
  if (issue?.code !== 'invalid_format') return issue?.message ?? 'another one';
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  return issue.format === 'regex' ? `text that fits ${issue.pattern}` : `a ${issue.format}`;
}

export function nameOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`;
    return name === '' ? String(key) : `${name}.${String(key)}`;
  }, '');
}
