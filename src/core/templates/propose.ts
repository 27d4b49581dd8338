import { basename } from 'node:path';
import {
  addInstance,
  bindService,
  type Edit,
  editText,
  readBlock,
  schemaHint,
  stackFileNames,
} from '../blocks/index.ts';
import type { Catalogues, FoundBlock } from '../catalogues/index.ts';
import { type Need, needs, saysNeed } from './needs.ts';
import type { Proposal, Reason } from './proposal.ts';
import type { Clue } from './reading/clue.ts';
import { readDependencies } from './reading/dependencies.ts';
import { readEnvFiles } from './reading/env-files.ts';
import { readMigrations } from './reading/migrations.ts';
import { openRepository, type Repository } from './reading/repository.ts';
import { readComposeServices, type SeenService, servicesRunning } from './reading/services.ts';
import { readWaysToRun, type WayToRun } from './reading/ways-to-run.ts';

/** Of each block no more than this many are told: the rest says the same again. */
const maximumReasons = 3;

/** Reads a repository and proposes a stack file for it, each line with its reason. Nothing is written. */
export async function proposeFor(folder: string, catalogues: Catalogues): Promise<Proposal> {
  const repository = await openRepository(folder);
  const [dependencies, migrations, variables, composed, available] = await Promise.all([
    readDependencies(repository),
    readMigrations(repository),
    readEnvFiles(repository),
    readComposeServices(repository),
    catalogues.list(folder),
  ]);
  const ways = composed.length > 0 ? [] : await readWaysToRun(repository, basename(folder));
  const services = composed.length > 0 ? composed : ways.map(asService);
  const draft = new Draft(services, ways);
  for (const need of needs) {
    // One of the project's own folders is written by its path, so it is not what the name alone means.
    const block = available.find(({ name, catalogue }) => name === need.block && catalogue.kind !== 'folder');
    if (!block) continue;
    const found = cluesFor(need, [...dependencies, ...migrations, ...variables]);
    const offered = await offer(block);
    if (offered) draft.consider(need, offered, found);
  }
  return draft.proposal(repository);
}

interface FoundClue {
  clue: Clue;
  saw: string;
}

/** What a manifest or a migration says counts for more than a name in an env file, and comes first. */
function cluesFor(need: Need, clues: readonly Clue[]): FoundClue[] {
  return clues.flatMap((clue) => {
    const saw = saysNeed(need, clue);
    return saw === undefined ? [] : [{ clue, saw }];
  });
}

interface OfferedBlock {
  reference: string;
  bindings: string[];
}

/** Undefined for a block that nobody could use: it is told where it is chosen by name. */
async function offer({ name, version, folder }: FoundBlock): Promise<OfferedBlock | undefined> {
  const block = await readBlock(folder, { kind: 'built-in' }).catch(() => undefined);
  const reference = `${name}@${version.split('.')[0]}`;
  return block && { reference, bindings: Object.keys(block.definition.bindings ?? {}) };
}

/** The stack file as it grows, with the reason of each part. */
class Draft {
  readonly #services: readonly SeenService[];
  readonly #edits = { blocks: [] as Edit[], services: [] as Edit[], bonds: [] as Edit[] };
  readonly #reasons: Reason[] = [];
  readonly #remarks: string[] = [];
  readonly #names: Set<string>;
  /** Service → variable → the instance that gives it. */
  readonly #given = new Map<string, Map<string, string>>();

  constructor(services: readonly SeenService[], ways: readonly WayToRun[]) {
    this.#services = services;
    this.#names = new Set(services.map(({ name }) => name));
    for (const way of ways) this.#addService(way);
  }

  consider(need: Need, block: OfferedBlock, found: readonly FoundClue[]): void {
    const own = this.#services.find(
      ({ image, folders }) => folders.length === 0 && image && need.images?.test(image),
    );
    if (own) this.#keep(own, need, block);
    else if (found.length > 0) this.#add(need, block, found);
  }

  #add(need: Need, block: OfferedBlock, found: readonly FoundClue[]): void {
    const name = this.#freeName(need);
    const extensions = [
      ...new Set(
        found.flatMap(({ clue }) =>
          clue.kind === 'extension' ? [clue.name] : isVector(clue) ? ['vector'] : [],
        ),
      ),
    ].filter((it) => knownExtensions.has(it));
    const parameters = need.block === 'postgres' && extensions.length > 0 ? { with: { extensions } } : {};
    this.#edits.blocks.push(addInstance(name, { block: block.reference, ...parameters }));
    const consumers = this.#consumersOf(found);
    const bound = consumers.filter((service) => this.#bind(service, name, block));
    for (const { clue, saw } of found.slice(0, maximumReasons)) {
      const here = servicesRunning(clue.file, this.#services).filter((service) => bound.includes(service));
      const to = here.length > 0 ? `, bound to ${here.join(' and ')}` : '';
      this.#reasons.push({ file: clue.file, saw, follows: `block ${need.block} as ${name}${to}` });
    }
    if (bound.length === 0)
      this.#remarks.push(
        `Nothing is bound to ${name} yet: add \`bind: [${name}]\` to the services that use it.`,
      );
  }

  proposal(repository: Repository): Proposal {
    const name = basename(repository.folder);
    const there = stackFileNames.find((it) => repository.files.includes(it));
    const edits = [...this.#edits.blocks, ...this.#edits.services, ...this.#edits.bonds];
    const content = `${heading(this.#remarks)}${editText('', edits, stackFileNames[0] as string)}`;
    return {
      folder: repository.folder,
      name,
      reasons: this.#reasons,
      files:
        there === undefined && edits.length + this.#remarks.length > 0
          ? [{ path: stackFileNames[0] as string, content, isNew: true }]
          : [],
    };
  }

  #addService({ name, file, saw, service, ports }: WayToRun): void {
    const value = {
      ...service,
      // The code is mounted only where no image is built of it.
      ...('image' in service && { working_dir: '/app', volumes: ['.:/app'] }),
      ...(ports.length > 0 && { ports }),
    };
    this.#edits.services.push({ kind: 'set', path: ['services', name], value });
    this.#reasons.push({ file, saw, follows: `service ${name}` });
  }

  /** What the repository brings of its own stays: replacing it is proposed in words. */
  #keep({ name, file, image }: SeenService, need: Need, block: OfferedBlock): void {
    this.#reasons.push({
      file,
      saw: `runs ${image} as ${name}`,
      follows: `stays as it is; block ${need.block} could take its place`,
    });
    this.#remarks.push(
      `Service ${name} could be a block: take it out of ${file}, then \`blockyard add ${block.reference} --name ${name}\`. Its data stays in its own volume.`,
    );
  }

  /** Services that run the code in which something was seen; env files at the top are about all of them. */
  #consumersOf(found: readonly FoundClue[]): string[] {
    const certain = found.filter(({ clue }) => clue.kind !== 'variable');
    const from = certain.length > 0 ? certain : found;
    return [...new Set(from.flatMap(({ clue }) => servicesRunning(clue.file, this.#services)))];
  }

  /** Two blocks that give one variable cannot both be bound without a prefix: the second is left to a person. */
  #bind(service: string, instance: string, block: OfferedBlock): boolean {
    const given = this.#given.get(service) ?? new Map<string, string>();
    this.#given.set(service, given);
    const taken = block.bindings.find((variable) => given.has(variable));
    if (taken !== undefined) {
      this.#remarks.push(
        `${service} gets ${taken} from ${given.get(taken)}: bind ${instance} as \`{ block: ${instance}, prefix: ${instance.toUpperCase().replaceAll('-', '_')}_ }\` if it uses both.`,
      );
      return false;
    }
    for (const variable of block.bindings) given.set(variable, instance);
    this.#edits.bonds.push(bindService(service, instance));
    return true;
  }

  #freeName({ instance, block }: Need): string {
    const name =
      [instance, block, `${block}-block`].find((it) => !this.#names.has(it)) ??
      `${block}-${this.#names.size}`;
    this.#names.add(name);
    return name;
  }
}

const knownExtensions = new Set(
  'vector citext hstore ltree pg_stat_statements pg_trgm pgcrypto unaccent uuid-ossp'.split(' '),
);

function isVector(clue: Clue): boolean {
  return clue.kind === 'dependency' && clue.name === 'pgvector';
}

function asService({ name, file, folder }: WayToRun): SeenService {
  return { name, file, folders: [folder] };
}

function heading(remarks: readonly string[]): string {
  const lines = [
    'Proposed by `blockyard init` from what is in this repository. Every line may be changed.',
    ...remarks,
  ];
  return `${schemaHint('blockyard')}\n${lines.map((line) => `# ${line}\n`).join('')}\n`;
}
