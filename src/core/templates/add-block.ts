import {
  addInstance,
  type BlockUse,
  bindService,
  changeStackFile,
  type Edit,
  type Parameter,
  readBlock,
  readStackFile,
  readYaml,
  type StackFile,
  type StackFileChange,
} from '../blocks/index.ts';
import type { Catalogues } from '../catalogues/index.ts';
import { InstanceThere, ParameterUnknown, ParameterUnreadable, ServiceUnknown } from './errors.ts';

export type ParameterValue = string | number | boolean | (string | number | boolean)[];

export interface AddRequest {
  /** The project's; absolute. */
  folder: string;
  /** `postgres`, `postgres@1`, `acme/postgres@2`, `./blocks/mine`. */
  block: string;
  /** Default: the block's name, with a number where it is taken. */
  name?: string | undefined;
  /** Texts are read as the parameter's type wants them. */
  with?: Record<string, ParameterValue> | undefined;
  /** The address of one that runs already, or `${secret:NAME}`. */
  at?: string | undefined;
  production?: boolean | undefined;
  uses?: Record<string, string> | undefined;
  bindTo?: readonly string[] | undefined;
  /** Names that are taken, and may be bound to: those of the project as it is. */
  services: readonly string[];
}

/** A change of the stack file with what has to be in the secrets store before it is written. */
export interface AddedBlock extends StackFileChange {
  name: string;
  secrets: { name: string; value: string }[];
}

/**
 * What adding a block makes of the stack file. Secrets that were given do not get into it: it refers to them.
 * @throws {BlockNotFound | InstanceThere | ServiceUnknown | ParameterUnknown | ParameterUnreadable | EditImpossible}
 */
export async function addBlock(request: AddRequest, catalogues: Catalogues): Promise<AddedBlock> {
  const { folder, services, bindTo = [] } = request;
  const found = await catalogues.find(request.block, folder);
  const { definition } = await readBlock(found.folder, { kind: 'built-in' });
  const { file, text } = await readStackFile(folder);
  const said = readYaml(text ?? '', file) as StackFile;
  const instances = Object.keys(said.blocks ?? {});
  const name = nameFor(request.name, found.name, { instances, services, file });
  for (const service of bindTo) if (!services.includes(service)) throw new ServiceUnknown(service, services);

  const vault = new Vault(name);
  const parameters = definition.parameters ?? {};
  const values = Object.entries(request.with ?? {}).map(([key, value]) => {
    const parameter = parameters[key];
    if (!parameter) throw new ParameterUnknown(key, found.name, Object.keys(parameters));
    const typed = typedValue(value, parameter, key);
    return [key, parameter.secret && typeof typed === 'string' ? vault.keep(key, typed) : typed] as const;
  });
  const use: BlockUse = {
    block: withMajor(request.block, found.version),
    ...(values.length > 0 && { with: Object.fromEntries(values) }),
    ...(request.at !== undefined && {
      at: holdsPassword(request.at) ? vault.keep('url', request.at) : request.at,
    }),
    ...(request.production && { production: true }),
    ...(request.uses && Object.keys(request.uses).length > 0 && { uses: request.uses }),
  };
  const given = await variablesGiven(said, request, catalogues);
  const bonds = bindTo.map((service) => {
    const isTaken = Object.keys(definition.bindings ?? {}).some((it) => given.get(service)?.has(it));
    return bindService(service, name, isTaken ? prefixFor(name) : undefined);
  });
  const edits: Edit[] = [addInstance(name, use), ...bonds];
  return { ...(await changeStackFile(folder, edits)), name, secrets: vault.secrets };
}

/** Service → the variables that it gets already: two blocks that give one need a prefix to tell them apart. */
async function variablesGiven(
  said: StackFile,
  { folder, bindTo = [] }: AddRequest,
  catalogues: Catalogues,
): Promise<Map<string, Set<string>>> {
  const given = new Map<string, Set<string>>();
  for (const service of bindTo) {
    const variables = new Set<string>();
    for (const bond of said.services?.[service]?.bind ?? []) {
      const { block, prefix = '' } = typeof bond === 'string' ? { block: bond } : bond;
      const reference = said.blocks?.[block]?.block;
      if (reference === undefined) continue;
      // Who cannot be read is told when the project is loaded.
      const found = await catalogues.find(reference, folder).catch(() => undefined);
      const read = found && (await readBlock(found.folder, { kind: 'built-in' }).catch(() => undefined));
      for (const name of Object.keys(read?.definition.bindings ?? {})) variables.add(`${prefix}${name}`);
    }
    given.set(service, variables);
  }
  return given;
}

function prefixFor(instance: string): string {
  return `${instance.toUpperCase().replaceAll('-', '_')}_`;
}

/** What must not stand in a file, under the name by which the file refers to it. */
class Vault {
  readonly secrets: { name: string; value: string }[] = [];
  readonly #instance: string;

  constructor(instance: string) {
    this.#instance = instance;
  }

  keep(what: string, value: string): string {
    if (isReference(value)) return value;
    const name = `${this.#instance}_${what}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
    this.secrets.push({ name, value });
    return `\${secret:${name}}`;
  }
}

function isReference(value: string): boolean {
  return /^\$\{secret:[^}]+\}$/.test(value);
}

function holdsPassword(address: string): boolean {
  return !isReference(address) && /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^/@\s]+@/i.test(address);
}

/** Without a version it stays within the major one that is there now: a later one may need work. */
function withMajor(reference: string, version: string): string {
  return reference.startsWith('.') || reference.includes('@')
    ? reference
    : `${reference}@${version.split('.')[0]}`;
}

function nameFor(
  asked: string | undefined,
  block: string,
  taken: { instances: readonly string[]; services: readonly string[]; file: string },
): string {
  const isFree = (name: string) => !taken.instances.includes(name) && !taken.services.includes(name);
  if (asked !== undefined) {
    if (!isFree(asked)) throw new InstanceThere(asked, taken.file);
    return asked;
  }
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? block : `${block}-${number}`;
    if (isFree(name)) return name;
  }
}

/** A text as the parameter's type has it: `8080`, `true`, `vector,citext`. */
function typedValue(value: ParameterValue, parameter: Parameter, name: string): ParameterValue {
  const { type } = parameter;
  // A reference to a variable or a secret is not known yet.
  if (typeof value !== 'string' || type === 'string' || value.includes('${')) return value;
  const unreadable = () => new ParameterUnreadable(name, value, type);
  switch (type) {
    case 'boolean':
      if (value !== 'true' && value !== 'false') throw unreadable();
      return value === 'true';
    case 'integer':
    case 'number':
      return numberOf(value, type === 'integer') ?? throwing(unreadable());
    case 'array':
      return value
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '')
        .map((entry) =>
          parameter.items?.type === 'string' || !parameter.items
            ? entry
            : (numberOf(entry, parameter.items.type === 'integer') ?? throwing(unreadable())),
        );
  }
}

function numberOf(text: string, isWhole: boolean): number | undefined {
  const form = isWhole ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/;
  return form.test(text.trim()) ? Number(text) : undefined;
}

function throwing(error: Error): never {
  throw error;
}
