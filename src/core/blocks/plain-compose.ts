import { isAbsolute, relative, sep } from 'node:path';
import { type ComposeConfig, copyMap, isMap, type Tree, type TreeMap } from '../compose/index.ts';
import {
  hasPlaceholder,
  type Placeholder,
  placeholder,
  placeholdersIn,
  replacePlaceholders,
  treatedValue,
} from './placeholder.ts';
import type { StackProject } from './stack-project.ts';

/*
 * A stack as plain Compose reads it. Secrets are variables there; what only Blockyard carries out (`x-blockyard-probe`)
 * is not waited for.
 */

/** A variable that stands for a secret, or for what is made of one. */
export interface SecretVariable {
  /** `DB_PASSWORD` */
  variable: string;
  secret: string;
  /** Made by us: only this machine's containers know it. */
  generated: boolean;
  placeholder: Placeholder;
}

/** The variables by which plain Compose is given the secrets of a stack. */
export class SecretVariables {
  readonly #byKey = new Map<string, SecretVariable>();
  readonly #generated: ReadonlySet<string>;

  constructor(project: StackProject) {
    const generated = project.secretNeeds.filter(({ generate }) => generate !== undefined);
    this.#generated = new Set(generated.map(({ name }) => name));
    const known = new Set(project.secretNeeds.map(({ name }) => name));
    for (const text of textsIn([project.unsettled ?? project.config, project.plain?.made]))
      for (const it of placeholdersIn(text)) if (known.has(it.name)) this.#add(it);
    for (const { name } of project.secretNeeds)
      if (!this.#generated.has(name)) this.#add({ name, treatments: [] });
  }

  all(): SecretVariable[] {
    return [...new Map([...this.#byKey.values()].map((it) => [it.variable, it])).values()];
  }

  of(it: Placeholder): SecretVariable | undefined {
    return this.#byKey.get(placeholder(it.name, ...it.treatments));
  }

  #add({ name, treatments }: Placeholder): void {
    const key = placeholder(name, ...treatments);
    if (this.#byKey.has(key)) return;
    const generated = this.#generated.has(name);
    // What we make is of letters and digits: encoded it is the same.
    const telling = generated ? treatments.filter((it) => it !== 'url' && it !== 'json') : treatments;
    const words = [name, ...telling.map((it) => (it === 'url' ? 'encoded' : it.replace(/:.*/s, '')))];
    const wish = words
      .join('_')
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]+/g, '_');
    const same = [...this.#byKey.values()].find(
      (other) => other.variable === wish && generated && other.secret === name,
    );
    const taken = new Set([...this.#byKey.values()].map(({ variable }) => variable));
    let variable = wish;
    for (let count = 2; !same && taken.has(variable); count++) variable = `${wish}_${count}`;
    this.#byKey.set(key, { variable, secret: name, generated, placeholder: { name, treatments } });
  }
}

/** How a secret is written. */
export type WriteSecret = (variable: SecretVariable) => string;

/** Compose stops and says which one is missing. */
export const required: WriteSecret = ({ variable, secret }) => `\${${variable}:?the secret ${secret}}`;
/** A password that only containers of one machine know may be any. */
export const withDefault: WriteSecret = (it) => (it.generated ? `\${${it.variable}:-local}` : required(it));

/** The resolved project as plain data: a Compose file with variables for secrets. */
export function plainConfig(project: StackProject, write: WriteSecret = required): ComposeConfig {
  const variables = new SecretVariables(project);
  const { unsettled = project.config } = project;
  return escaped(
    ungated(unsettled as unknown as TreeMap, project),
    variables,
    write,
  ) as unknown as ComposeConfig;
}

/**
 * Documents that plain Compose merges over the project's Compose files: what blocks and `bind` make, and what the stack
 * file says itself as it is written there.
 */
export function plainDocuments(project: StackProject, write: WriteSecret): TreeMap[] {
  const { made = {}, own = {} } = project.plain ?? {};
  const variables = new SecretVariables(project);
  const portable = relativeTo(ungated(made, project), project.workingDirectory);
  const name = own['name'] === undefined && project.files.length === 1 ? { name: project.name } : {};
  return [
    { ...name, ...(escaped(portable, variables, write) as TreeMap) },
    withReferences(own, variables, write) as TreeMap,
  ].filter((document) => Object.keys(document).length > 0);
}

/** The values for those variables, of a project that was loaded with its secrets; undefined for one that is missing. */
export function valuesOf(
  project: StackProject,
  give: (secret: string) => string | undefined,
): Map<string, string | undefined> {
  return new Map(
    new SecretVariables(project).all().map(({ variable, placeholder: { name, treatments } }) => {
      const value = give(name);
      return [variable, value === undefined ? undefined : treatedValue(value, treatments)];
    }),
  );
}

/** `$` doubled, so that Compose leaves it, and placeholders as variables. */
function escaped(data: Tree, variables: SecretVariables, write: WriteSecret): Tree {
  if (typeof data === 'string')
    return replacePlaceholders(data.replaceAll('$', '$$$$'), (it) => {
      const variable = variables.of(it);
      return variable && write(variable);
    });
  if (Array.isArray(data)) return data.map((entry) => escaped(entry, variables, write));
  if (!isMap(data)) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, entry]) => [key, escaped(entry, variables, write)]),
  );
}

/** `${secret:NAME}` of the stack file as a variable of Compose's. */
function withReferences(data: Tree, variables: SecretVariables, write: WriteSecret): Tree {
  if (typeof data === 'string')
    return data.replaceAll(/\$\{secret:([A-Za-z_][A-Za-z0-9_.-]*)\}/g, (whole, name: string) => {
      const variable = variables.of({ name, treatments: [] });
      return variable ? write(variable) : whole;
    });
  if (Array.isArray(data)) return data.map((entry) => withReferences(entry, variables, write));
  if (!isMap(data)) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, entry]) => [key, withReferences(entry, variables, write)]),
  );
}

/** Compose refuses to wait for the health of a service without a check of its own. */
function ungated(tree: TreeMap, { config }: StackProject): TreeMap {
  const probed = (name: string) => {
    const service = config.services[name];
    return service?.['x-blockyard-probe'] !== undefined && service.healthcheck === undefined;
  };
  const { services } = tree;
  if (!isMap(services)) return tree;
  const result = copyMap(services);
  for (const [name, service] of Object.entries(services)) {
    if (!isMap(service) || !isMap(service['depends_on'])) continue;
    const needs = Object.entries(service['depends_on']).map(([other, rule]) =>
      isMap(rule) && rule['condition'] === 'service_healthy' && probed(other)
        ? [other, { ...rule, condition: 'service_started' }]
        : [other, rule],
    );
    result[name] = { ...service, depends_on: Object.fromEntries(needs) };
  }
  return { ...tree, services: result };
}

/** Paths in the project's folder from there, so that the file means the same elsewhere. */
function relativeTo(tree: TreeMap, folder: string): TreeMap {
  const services = isMap(tree['services']) ? copyMap(tree['services']) : {};
  for (const [name, service] of Object.entries(services)) {
    if (!isMap(service) || !isMap(service['build'])) continue;
    const { context } = service['build'];
    if (typeof context === 'string' && isAbsolute(context))
      services[name] = { ...service, build: { ...service['build'], context: pathFrom(folder, context) } };
  }
  return Object.keys(services).length > 0 ? { ...tree, services } : tree;
}

function pathFrom(folder: string, path: string): string {
  const way = relative(folder, path);
  return way === '' || !way.startsWith('..') ? `./${way.split(sep).join('/')}` : path;
}

function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return hasPlaceholder(data) ? [data] : [];
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap(textsIn);
}
