import type { BlockInstance, StackProject } from '../blocks/index.ts';
import type { Service } from '../compose/index.ts';
import type { Facts } from './facts.ts';
import type { Severity } from './finding.ts';
import type { Fix } from './fix.ts';

/** A built-in guardrail: data, and one function that looks for where it is broken. */
export interface Rule {
  code: string;
  severity: Severity;
  /** Why it is there: for people who have met it for the first time. */
  explanation: string;
  check(stack: Subject): Iterable<Violation>;
}

/** A place where a rule is broken. */
export interface Violation {
  message: string;
  remedy: string;
  service?: string;
  block?: string;
  /** Tells two violations of one rule in one service apart, and stays when lines move: a variable, a path. */
  detail?: string;
  path: readonly (string | number)[];
  fix?: Fix;
}

/** What rules look at. */
export interface Subject {
  project: StackProject;
  facts: Facts;
  services: readonly NamedService[];
  /** The instance that a service is a part of. */
  instanceOf(service: string): BlockInstance | undefined;
  /** The value as it was written: in itself variables are put in by then. Empty where that is not known. */
  written(path: readonly (string | number)[]): string;
}

export interface NamedService {
  name: string;
  service: Service;
}

/** For rules that look at one service after the other. */
export function eachService(
  check: (named: NamedService, stack: Subject) => Iterable<Violation>,
): Rule['check'] {
  return function* (stack) {
    for (const named of stack.services)
      for (const violation of check(named, stack)) yield { service: named.name, ...violation };
  };
}
