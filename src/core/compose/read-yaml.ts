import type { Where } from '../../shared/index.ts';
import { YamlInvalid } from './errors.ts';
import type { Issues } from './issues.ts';
import {
  keyPlaceOf,
  placeOf,
  setEntry,
  setKeyPlace,
  setPlace,
  type Tree,
  type TreeMap,
} from './positions.ts';
import { resolveScalar } from './yaml-scalars.ts';

/** One YAML document as plain data, with the places of its entries beside it (`positions.ts`). */
export interface YamlDocument {
  tree: Tree;
  /** Paths under `!reset` or `!override`: what earlier files say there is forgotten before this one is merged. */
  resets: string[][];
  /** Where a piece of text stands that is in the value at `from`; `from` when it is not written like that. */
  find(piece: string, from: Where): Where;
  /** Made by an overlay: its variables are replaced, and a `$` is one. */
  isInterpolated?: boolean;
}

/*
 * Bounds on what we are willing to read. They are far above what people write, and low enough that a hostile file
 * cannot fill the memory: a document takes about 250 times its size while it is parsed.
 */
const maximumBytes = 1024 * 1024;
const maximumDepth = 100;
const maximumValues = 200_000;
const tooDeep = `The file is nested more than ${maximumDepth} levels deep.`;
/** One fault of YAML brings others with it: those after the first few say nothing. */
const maximumFaults = 10;

/**
 * Reads all documents of a file: YAML 1.2 with the merge keys, anchors and number forms that Compose reads.
 * What is wrong goes to `issues`, all of it, with its place; a document that is wrong is left out.
 */
export async function readYaml(text: string, file: string, issues: Issues): Promise<YamlDocument[]> {
  if (Buffer.byteLength(text) > maximumBytes) {
    issues.add(new YamlInvalid(`The file is larger than ${maximumBytes / 1024} KiB.`, { where: { file } }));
    return [];
  }
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const whereOf = (offset: number): Where => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const find = (piece: string, from: Where): Where => {
    const [firstLine = ''] = piece.split('\n', 1);
    const start = (lines.lineStarts[(from.line ?? 1) - 1] ?? 0) + (from.column ?? 1) - 1;
    const found = text.indexOf(firstLine, start);
    return found < 0 ? from : whereOf(found);
  };
  const parsed = guardDepth(file, issues, () =>
    // Scalars are resolved by our own rules, duplicate keys found by our own (linear) check.
    yaml.parseAllDocuments(text, {
      schema: 'failsafe',
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
    }),
  );
  if (!parsed || !Array.isArray(parsed)) return [];

  const documents: YamlDocument[] = [];
  for (const document of parsed) {
    for (const error of document.errors.slice(0, maximumFaults))
      issues.add(
        new YamlInvalid(sentenceFor(error.message), {
          where: whereOf(error.pos[0]),
          remedy: remedyFor(error.code),
        }),
      );
    if (document.errors.length > 0 || document.contents === null) continue;
    const reader = new Reader(yaml, whereOf, issues);
    const tree = guardDepth(file, issues, () => reader.read(document.contents));
    if (tree !== undefined && !reader.failed) documents.push({ tree, resets: reader.resets, find });
  }
  return documents;
}

type Yaml = typeof import('yaml');

/** Turns the nodes of one document into plain data. */
class Reader {
  readonly resets: string[][] = [];
  failed = false;
  readonly #yaml: Yaml;
  readonly #whereOf: (offset: number) => Where;
  readonly #issues: Issues;
  readonly #anchors = new Map<string, unknown>();
  /** The anchors that are being expanded right now: to find those that contain themselves. */
  readonly #expanding = new Set<unknown>();
  /** The alias in the text whose expansion leads here. */
  #alias: unknown;
  #values = 0;

  constructor(yaml: Yaml, whereOf: (offset: number) => Where, issues: Issues) {
    this.#yaml = yaml;
    this.#whereOf = whereOf;
    this.#issues = issues;
  }

  read(node: unknown): Tree {
    try {
      return this.#read(node, []) ?? null;
    } catch (thrown) {
      if (!(thrown instanceof YamlInvalid)) throw thrown;
      this.failed = true;
      this.#issues.add(thrown);
      return null;
    }
  }

  /** Undefined for what `!reset` takes away. */
  #read(node: unknown, path: string[]): Tree | undefined {
    const { isAlias, isMap, isScalar, isSeq } = this.#yaml;
    if (node === null || node === undefined) return null;
    this.#count(node, path.length);
    if (isAlias(node)) return this.#readAlias(node, path);

    if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined && this.#expanding.size === 0) this.#anchors.set(node.anchor, node);
      if (node.tag === '!reset' || node.tag === '!override') this.resets.push([...path]);
      if (node.tag === '!reset') return undefined;
    }
    if (isScalar(node)) return this.#readScalar(node);
    if (isSeq(node)) return this.#readSequence(node.items, path);
    if (isMap(node)) return this.#readMapping(node.items, path);
    throw this.#invalid('This is not a value that a Compose file can hold.', node);
  }

  #readScalar(node: { value: unknown; type?: string | undefined; tag?: string | undefined }): Tree {
    const text = typeof node.value === 'string' ? node.value : String(node.value ?? '');
    return resolveScalar(text, node.tag, node.type === 'PLAIN' || node.type === undefined);
  }

  #readSequence(items: readonly unknown[], path: string[]): Tree[] {
    const list: Tree[] = [];
    items.forEach((item, index) => {
      const value = this.#read(item, [...path, String(index)]);
      if (value === undefined) return;
      setPlace(list, list.length, this.#placeOf(item));
      list.push(value);
    });
    return list;
  }

  #readMapping(items: readonly { key: unknown; value: unknown }[], path: string[]): TreeMap {
    const map: TreeMap = {};
    const merged: TreeMap[] = [];
    for (const { key: keyNode, value: valueNode } of items) {
      const key = this.#keyOf(keyNode);
      if (key === '<<' && this.#isPlain(keyNode)) {
        merged.push(...this.#readMerge(valueNode, path));
        continue;
      }
      if (Object.hasOwn(map, key)) {
        this.failed = true;
        this.#issues.add(
          this.#invalid(
            `The key "${key}" is there twice in the same mapping.`,
            keyNode,
            'Remove one of them.',
          ),
        );
      }
      const value = this.#read(valueNode, [...path, key]);
      if (value === undefined) continue;
      setEntry(map, key, value);
      const keyPlace = this.#placeOf(keyNode);
      if (keyPlace) setKeyPlace(map, key, keyPlace);
      setPlace(map, key, (value === null ? undefined : this.#placeOf(valueNode)) ?? keyPlace);
    }
    for (const source of merged) this.#mergeInto(map, source);
    return map;
  }

  /** What `<<` names: one mapping or several; those named first win, and the mapping's own keys win over all. */
  #readMerge(node: unknown, path: string[]): TreeMap[] {
    const value = this.#read(node, path);
    const sources = Array.isArray(value) ? value : [value];
    return sources.map((source) => {
      if (typeof source !== 'object' || source === null || Array.isArray(source))
        throw this.#invalid('A merge key (<<) takes a mapping or a list of mappings.', node);
      return source;
    });
  }

  #mergeInto(map: TreeMap, source: TreeMap): void {
    for (const [key, value] of Object.entries(source)) {
      if (Object.hasOwn(map, key)) continue;
      setEntry(map, key, value);
      setPlace(map, key, placeOf(source, key));
      const keyPlace = keyPlaceOf(source, key);
      if (keyPlace) setKeyPlace(map, key, keyPlace);
    }
  }

  #readAlias(node: { source: string }, path: string[]): Tree | undefined {
    const target = this.#anchors.get(node.source);
    if (target === undefined)
      throw this.#invalid(`There is no anchor "&${node.source}" before this alias.`, node);
    if (this.#expanding.has(target))
      throw this.#invalid(`The anchor "&${node.source}" contains itself.`, node);
    if (this.#expanding.size === 0) this.#alias = node;
    this.#expanding.add(target);
    try {
      return this.#read(target, path);
    } finally {
      this.#expanding.delete(target);
    }
  }

  #keyOf(node: unknown): string {
    const { isAlias, isScalar } = this.#yaml;
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (isScalar(target)) return String(target.value);
    }
    if (isScalar(node)) {
      const text = String(node.value ?? '');
      if (typeof this.#readScalar(node) === 'string') return text;
      throw this.#invalid(
        text === ''
          ? 'A key is missing here.'
          : `The key ${text} is not text to YAML, but a number or the like.`,
        node,
        text === '' ? undefined : `Put it in quotes: "${text}".`,
      );
    }
    throw this.#invalid('A key must be a plain word.', node);
  }

  #isPlain(node: unknown): boolean {
    return this.#yaml.isScalar(node) && node.type === 'PLAIN';
  }

  #count(value: unknown, depth: number): void {
    // Within an alias, the alias is what goes too far, not what it stands for.
    const node = this.#expanding.size > 0 ? this.#alias : value;
    this.#values += 1;
    if (this.#values > maximumValues)
      throw this.#invalid(
        `The file holds more than ${maximumValues.toLocaleString('en')} values once its aliases are expanded.`,
        node,
        'Use fewer aliases to large anchors.',
      );
    if (depth > maximumDepth) throw this.#invalid(tooDeep, node);
  }

  #placeOf(node: unknown): Where | undefined {
    const range = (node as { range?: readonly number[] | null } | null)?.range;
    return range?.[0] === undefined ? undefined : this.#whereOf(range[0]);
  }

  #invalid(message: string, node: unknown, remedy?: string): YamlInvalid {
    return new YamlInvalid(message, { where: this.#placeOf(node), remedy });
  }
}

/** The parser recurses: what is nested deep enough to exhaust the stack is told like any other fault. */
function guardDepth<Result>(file: string, issues: Issues, work: () => Result): Result | undefined {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    issues.add(new YamlInvalid(tooDeep, { where: { file } }));
    return undefined;
  }
}

function remedyFor(code: string): string | undefined {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'Indent with spaces.';
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'Check the indentation here, and put quotes around a value that contains ": ".';
    case 'BAD_INDENT':
      return 'Line the entries of a mapping or list up in the same column.';
    case 'MISSING_CHAR':
      return 'Check that every quote and bracket is closed.';
    default:
      return undefined;
  }
}

/** The parser's words as a sentence of ours. */
function sentenceFor(message: string): string {
  if (message.includes('call stack')) return tooDeep;
  const words = message.replace(/closing (["'])quote/, 'closing $1').replace(/\.+$/, '');
  return `This is not valid YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}.`;
}
