import type { Where } from '../../shared/index.ts';
import type { Boundary } from './boundary.ts';
import type { Grant, GrantKind } from './grant.ts';

/** Where in the project a rule looks, and how it asks for a grant. */
export class Place {
  readonly boundary: Boundary;
  readonly project: string;
  readonly service: string | undefined;
  readonly path: readonly (string | number)[];
  readonly #asked: Grant[];
  readonly #where: (path: readonly (string | number)[]) => Where | undefined;

  constructor(parts: {
    boundary: Boundary;
    project: string;
    service?: string | undefined;
    path: readonly (string | number)[];
    asked: Grant[];
    where: (path: readonly (string | number)[]) => Where | undefined;
  }) {
    this.boundary = parts.boundary;
    this.project = parts.project;
    this.service = parts.service;
    this.path = parts.path;
    this.#asked = parts.asked;
    this.#where = parts.where;
  }

  /** Who asks, for the sentence. */
  get who(): string {
    return this.service ?? 'the project';
  }

  at(...below: (string | number)[]): Place {
    return this.#with(this.service, below);
  }

  of(service: string): Place {
    return this.#with(service, []);
  }

  #with(service: string | undefined, below: (string | number)[]): Place {
    const { boundary, project } = this;
    return new Place({
      boundary,
      project,
      service,
      path: [...this.path, ...below],
      asked: this.#asked,
      where: this.#where,
    });
  }

  /** `power` names what is asked for; with the service it makes the grant's name. */
  ask(kind: GrantKind, power: string, text: string, at?: Where): void {
    const name = this.service === undefined ? power : `${this.service}: ${power}`;
    if (this.#asked.some((grant) => grant.name === name)) return;
    const where = at ?? this.#where(this.path);
    this.#asked.push({
      name,
      kind,
      ...(this.service !== undefined && { service: this.service }),
      text,
      ...(where && { where }),
    });
  }
}

/** `harmless` runs freely; a function looks at the value and asks for what is not. */
export type Rule = 'harmless' | Check;
export type Check = (value: unknown, place: Place) => void;

/** A rule for every key. What a table does not name needs a grant, so that a future key is never let through. */
export type Rules<Shape> = {
  [Key in keyof Required<Shape> as Key extends `x-${string}` ? never : Key]: Rule;
};

/** Applies a table to a mapping. */
export function applyRules<Shape>(rules: Rules<Shape>, mapping: unknown, place: Place): void {
  if (mapping === null || typeof mapping !== 'object') return;
  const table = rules as Record<string, Rule | undefined>;
  for (const [key, value] of Object.entries(mapping)) {
    if (value === undefined || value === null || key.startsWith('x-')) continue;
    const rule = Object.hasOwn(table, key) ? table[key] : undefined;
    if (rule === 'harmless') continue;
    if (rule) rule(value, place.at(key));
    else
      place
        .at(key)
        .ask(
          'unknown',
          `${[...place.path.slice(2), key].join('.')} = ${JSON.stringify(value)}`,
          `${place.who} uses \`${key}\`, which Blockyard does not know to be harmless: ${shorten(JSON.stringify(value))}`,
        );
  }
}

/** Asks for whatever the value is, unless it is empty or false. */
export function always(kind: GrantKind, text: (place: Place, value: string) => string): Check {
  return (value, place) => {
    if (isEmpty(value)) return;
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    place.ask(kind, `${keyOf(place)} ${shown}`, text(place, shown));
  };
}

/** The same for each element of a list, so that each can be given by itself. */
export function each(kind: GrantKind, text: (place: Place, value: string) => string): Check {
  const ask = always(kind, text);
  return (values, place) => {
    if (!Array.isArray(values)) ask(values, place);
    else for (const [index, value] of values.entries()) ask(value, place.at(index));
  };
}

/** Asks unless the value is one of these words. */
export function unless(
  words: readonly string[],
  kind: GrantKind,
  text: (place: Place, value: string) => string,
): Check {
  const ask = always(kind, text);
  return (value, place) => {
    if (typeof value === 'string' && words.includes(value)) return;
    ask(value, place);
  };
}

/** A table for a mapping below. */
export function nested<Shape>(rules: Rules<Shape>): Check {
  return (value, place) => applyRules(rules, value, place);
}

/** The keys that lead to the place, without indices: a privileged build is not a privileged service. */
function keyOf(place: Place): string {
  const below = place.service === undefined ? place.path : place.path.slice(2);
  return below.filter((part) => typeof part === 'string').join('.');
}

function isEmpty(value: unknown): boolean {
  if (value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

export function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
