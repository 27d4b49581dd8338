import { lstat, readFile, realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { BlockyardError, ManyErrors, toBlockyardError } from '../../../shared/index.ts';
import type { Catalogues, FoundBlock } from '../../catalogues/index.ts';
import { didYouMean, type OverlayFile } from '../../compose/index.ts';
import { BlockInvalid, StackFileInvalid } from '../errors.ts';
import type { PlacedBlock } from '../format/read-block.ts';
import type { BlockOrigin } from '../stack-project.ts';
import { readKnownBlock } from './known-blocks.ts';
import type { BlockUse, Member } from './member.ts';

/** Blocks that use blocks that use blocks: nobody goes this deep. */
const maximumDepth = 8;
/** In one stack. */
const maximumMembers = 500;
/** Of one file that a block brings: it becomes part of the project. */
const maximumBytes = 512 * 1024;

/** All blocks of a stack, those that they use included, read and with their files. What is wrong is reported. */
export async function findMembers(
  uses: Readonly<Record<string, BlockUse>>,
  file: OverlayFile,
  catalogues: Catalogues,
): Promise<Member[]> {
  return await new Finder(uses, file, catalogues).find();
}

class Finder {
  readonly #uses: Readonly<Record<string, BlockUse>>;
  readonly #file: OverlayFile;
  readonly #catalogues: Catalogues;
  readonly #members = new Map<string, Member>();
  /** By folder: two instances of one block read it once. */
  readonly #blocks = new Map<string, Promise<PlacedBlock>>();
  readonly #found = new Map<string, Promise<PlacedBlock>>();
  readonly #told = new Set<BlockyardError>();

  constructor(uses: Readonly<Record<string, BlockUse>>, file: OverlayFile, catalogues: Catalogues) {
    this.#uses = uses;
    this.#file = file;
    this.#catalogues = catalogues;
  }

  async find(): Promise<Member[]> {
    // All are looked up at once, and told of one after the other: the same mistakes come in the same order.
    for (const { block } of Object.values(this.#uses)) this.#lookUp(block).catch(() => undefined);
    for (const [name, use] of Object.entries(this.#uses))
      await this.#add({ name, use, path: ['blocks', name] }, []);
    // In the order of the file, each followed by those that it uses.
    const order = Object.keys(this.#uses);
    return [...this.#members.values()].sort(
      (one, other) =>
        order.indexOf(this.#rootOf(one)) - order.indexOf(this.#rootOf(other)) ||
        one.name.length - other.name.length ||
        one.name.localeCompare(other.name, 'en'),
    );
  }

  #rootOf(member: Member): string {
    let root = member;
    for (let user = root.usedBy; user !== undefined; user = root.usedBy) {
      const next = this.#members.get(user);
      if (!next) break;
      root = next;
    }
    return root.name;
  }

  async #add(asked: Pick<Member, 'name' | 'use' | 'path' | 'usedBy'>, trail: string[]): Promise<void> {
    const block = await this.#read(asked.use.block, [...asked.path, 'block']);
    if (!block) return this.#file.markIncomplete();
    if (this.#members.size >= maximumMembers || trail.length >= maximumDepth)
      return this.#file.report(
        new StackFileInvalid(
          `The blocks use each other without end: ${[...trail, asked.name].join(' → ')}.`,
          {
            where: this.#file.where(asked.path),
            remedy: 'One of them must do without the other: tell its owner.',
          },
        ),
      );
    const texts = await this.#readFiles(block);
    const member: Member = { ...asked, block, uses: {}, texts };
    this.#members.set(asked.name, member);
    await this.#addUsed(member, trail);
  }

  async #addUsed(member: Member, trail: string[]): Promise<void> {
    const used = member.block.definition.uses ?? {};
    const shared = member.use.uses ?? {};
    for (const name of Object.keys(shared))
      if (!Object.hasOwn(used, name))
        this.#file.report(
          new StackFileInvalid(`${member.block.definition.block} uses nothing that it calls "${name}".`, {
            where: this.#file.whereKey([...member.path, 'uses', name]),
            remedy: didYouMean(name, Object.keys(used)) ?? listed('It uses', Object.keys(used)),
          }),
        );
    if (member.use.at !== undefined) return;
    for (const [name, { block, with: given }] of Object.entries(used)) {
      const existing = Object.hasOwn(shared, name) ? shared[name] : undefined;
      const instance = existing ?? `${member.name}-${name}`;
      member.uses[name] = instance;
      if (existing !== undefined) {
        if (Object.hasOwn(this.#uses, existing)) continue;
        this.#file.report(
          new StackFileInvalid(`There is no block "${existing}" in this file to share.`, {
            where: this.#file.where([...member.path, 'uses', name]),
            remedy:
              didYouMean(existing, Object.keys(this.#uses)) ?? listed('There is', Object.keys(this.#uses)),
          }),
        );
        delete member.uses[name];
        continue;
      }
      if (Object.hasOwn(this.#uses, instance)) {
        this.#file.report(
          new StackFileInvalid(`"${instance}" is what ${member.name} makes for itself as "${name}".`, {
            where: this.#file.whereKey(['blocks', instance]),
            remedy: `Share this one by \`uses: { ${name}: ${instance} }\` in ${member.name}, or rename it.`,
          }),
        );
        continue;
      }
      const use: BlockUse = { block, ...(given && { with: given }) };
      await this.#add({ name: instance, use, path: member.path, usedBy: member.name }, [
        ...trail,
        member.name,
      ]);
    }
  }

  #lookUp(reference: string): Promise<PlacedBlock> {
    let looking = this.#found.get(reference);
    if (!looking) {
      looking = this.#catalogues.find(reference, this.#file.workingDirectory).then((found) => {
        const reading = this.#blocks.get(found.folder) ?? readKnownBlock(found.folder, originOf(found));
        this.#blocks.set(found.folder, reading);
        return reading;
      });
      this.#found.set(reference, looking);
    }
    return looking;
  }

  async #read(reference: string, path: readonly string[]): Promise<PlacedBlock | undefined> {
    try {
      const block = await this.#lookUp(reference);
      this.#file.recordSource(block.file);
      return block;
    } catch (thrown) {
      for (const error of errorsIn(thrown)) {
        // What is wrong in a block's file is told once, however many instances there are.
        if (error.where && this.#told.has(error)) continue;
        this.#told.add(error);
        this.#file.report(placed(error, this.#file.where(path)));
      }
      return undefined;
    }
  }

  async #readFiles(block: PlacedBlock): Promise<Map<string, string>> {
    const texts = new Map<string, string>();
    const files = Object.entries(block.definition.files ?? {}).flatMap(([name, { from }]) =>
      from === undefined ? [] : [{ name, from, reading: readInside(block.folder, from) }],
    );
    for (const { reading } of files) reading.catch(() => undefined);
    for (const { name, from, reading } of files) {
      try {
        texts.set(from, await reading);
        this.#file.recordSource(resolve(block.folder, from));
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        this.#file.report(
          new BlockInvalid(`files.${name}.from: ${from} ${reason}.`, {
            where: block.places.where(['files', name, 'from']),
            remedy: 'A block brings regular files of its own folder. Write the path from there.',
          }),
        );
        this.#file.markIncomplete();
      }
    }
    return texts;
  }
}

/** The text of a file of a folder: by no symlink one of elsewhere, no device, and nothing without end. */
async function readInside(folder: string, from: string): Promise<string> {
  const [root, real] = await Promise.all([
    realpath(folder),
    realpath(resolve(folder, from)).catch(() => undefined),
  ]);
  if (real === undefined) throw new Error('does not exist');
  const way = relative(root, real);
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || resolve(root, way) !== real)
    throw new Error("leads out of the block's folder");
  const facts = await lstat(real);
  if (!facts.isFile()) throw new Error('is not a regular file');
  if (facts.size > maximumBytes) throw new Error(`is larger than ${maximumBytes / 1024} KiB`);
  return await readFile(real, 'utf8');
}

function originOf({ catalogue }: FoundBlock): BlockOrigin {
  switch (catalogue.kind) {
    case 'folder':
    case 'built-in':
      return { kind: catalogue.kind };
    case 'git':
      return {
        kind: 'catalogue',
        name: catalogue.name,
        url: catalogue.url ?? '',
        commit: catalogue.commit ?? '',
        hash: catalogue.hash ?? '',
      };
  }
}

function errorsIn(thrown: unknown): readonly BlockyardError[] {
  const error = toBlockyardError(thrown);
  return error instanceof ManyErrors ? error.errors : [error];
}

/** An error that knows no place is one of where the block is asked for. */
function placed(error: BlockyardError, where: BlockyardError['where']): BlockyardError {
  if (error.where) return error;
  return new BlockyardError(error.code, error.message, { where, remedy: error.remedy, cause: error.cause });
}

export function listed(words: string, names: readonly string[]): string {
  return names.length === 0 ? 'There is none.' : `${words}: ${names.toSorted().join(', ')}.`;
}
