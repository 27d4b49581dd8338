import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Edit, Path } from './edit.ts';
import { indented, printEntry, printFlow, printFlowPair, printPair, type YamlValue } from './print-value.ts';
import { firstOffset, type Item, isBlockText, keyOf, lastOffset, pairOf, rangeOf } from './yaml-places.ts';

/** The order of the sections in a stack file that Blockyard writes. */
const sections = ['name', 'blocks', 'services', 'secret-sources', 'guardrails'];
const tooUnusual = 'the way it is written does not allow for it';

/** One change of a text, guided by what was parsed from it. */
export class TextEditor {
  readonly #text: string;
  readonly #root: Node | null;
  readonly #impossible: (why: string) => Error;

  constructor(text: string, document: Document.Parsed, impossible: (why: string) => Error) {
    this.#text = text;
    this.#root = document.contents;
    this.#impossible = impossible;
  }

  apply(edit: Edit): string {
    if (edit.kind === 'delete') return this.#delete(edit.path);
    if (edit.kind === 'set') return this.#set(edit.path, edit.value);
    const list = this.#nodeAt(edit.path);
    return isSeq(list) && list.items.length > 0
      ? this.#addEntry(list, edit.path, edit.value)
      : this.#set(edit.path, [edit.value]);
  }

  #nodeAt(path: Path): Node | undefined {
    let node: unknown = this.#root ?? undefined;
    for (const key of path) {
      if (isAlias(node))
        throw this.#impossible(`\`*${node.source}\` stands there for another part of the file`);
      if (!isCollection(node)) return undefined;
      node = node.get(key, true);
    }
    return (node ?? undefined) as Node | undefined;
  }

  #set(path: Path, value: YamlValue): string {
    // The nearest thing above that is there takes the rest.
    let depth = path.length;
    while (depth > 0 && this.#nodeAt(path.slice(0, depth)) === undefined) depth -= 1;
    if (depth === path.length) return this.#replace(path, value);
    const [at, [key = '', ...below]] = [path.slice(0, depth), path.slice(depth)];
    const nested = below.reduceRight<YamlValue>((inner, name) => ({ [name]: inner }), value);
    const container = this.#nodeAt(at);
    if (container === undefined)
      return this.#addLines(this.#text.length, printPair(`${key}`, nested, [key]), '');
    if (isMap(container)) return this.#addPair(container, at, `${key}`, nested);
    if (isSeq(container)) return this.#addEntry(container, at, nested);
    if (isScalar(container) && container.value === null) return this.#replace(at, { [key]: nested });
    throw this.#impossible(`\`${at.join('.')}\` is no section`);
  }

  #addPair(map: YAMLMap, at: Path, key: string, value: YamlValue): string {
    if (map.flow) return this.#intoBrackets(map, printFlowPair(key, value));
    const isRoot = at.length === 0;
    const before = isRoot ? sectionBefore(map, key) : map.items.at(-1);
    const first = map.items[0];
    if (!before || !first) throw this.#impossible(tooUnusual);
    const indent = this.#columnOf(firstOffset(first));
    const lines = indented(printPair(key, value, [...at, key]), indent);
    return this.#addLines(lastOffset(before, this.#text), lines, isRoot ? '\n' : '');
  }

  #addEntry(list: YAMLSeq, at: Path, value: YamlValue): string {
    if (list.flow) return this.#intoBrackets(list, printFlow(value));
    const last = list.items.at(-1) as Item;
    const lines = indented(printEntry(value, [...at, 0]), this.#columnOf(rangeOf(list)[0]));
    return this.#addLines(lastOffset(last, this.#text), lines, '');
  }

  /** Whole lines after the one in which something ends. */
  #addLines(end: number, lines: string, space: string): string {
    const at = this.#lineAfter(end);
    const [head, tail] = [this.#text.slice(0, at), this.#text.slice(at)];
    const newline = head === '' || head.endsWith('\n') ? '' : '\n';
    const before = head === '' || head.endsWith('\n\n') ? '' : space;
    const after = tail === '' || tail.startsWith('\n') ? '' : space;
    return `${head}${newline}${before}${lines}\n${after}${tail}`;
  }

  #intoBrackets(collection: YAMLMap | YAMLSeq, entry: string): string {
    const [start, end] = rangeOf(collection);
    const last = collection.items.at(-1) as Item | undefined;
    if (!last) return this.#splice(start + 1, end - 1, isMap(collection) ? ` ${entry} ` : entry);
    const lastEnd = lastOffset(last, this.#text);
    const comma = /^\s*,/.exec(this.#text.slice(lastEnd, end));
    const at = lastEnd + (comma?.[0].length ?? 0);
    return this.#splice(at, at, comma ? ` ${entry}` : `, ${entry}`);
  }

  #replace(path: Path, value: YamlValue): string {
    const node = this.#nodeAt(path) as Node;
    if (isAlias(node) || node.tag !== undefined || ('anchor' in node && node.anchor))
      throw this.#impossible('an anchor, an alias or a tag stands there');
    const [start, end] = rangeOf(node);
    const isSimple = typeof value !== 'object' || value === null;
    if (start === end) return this.#fill(path, start, value);
    if (isCollection(node) && node.flow) return this.#splice(start, end, printFlow(value));
    if (isScalar(node) && isSimple && !isBlockText(node))
      return this.#splice(start, end, quotedAs(node, value));

    const parent = this.#nodeAt(path.slice(0, -1));
    const key = path.at(-1) as string | number;
    const item = isMap(parent) ? pairOf(parent, key) : node;
    if (!isCollection(parent) || !item) throw this.#impossible(tooUnusual);
    const last = lastOffset(item, this.#text);
    if (isSeq(parent)) {
      if (parent.flow) return this.#splice(start, end, printFlow(value));
      const lines = indented(printEntry(value, path), this.#columnOf(rangeOf(parent)[0]));
      return this.#splice(this.#text.lastIndexOf('-', start - 1), last, lines.trimStart());
    }
    const first = firstOffset(item);
    if (parent.flow) return this.#splice(first, last, printFlowPair(`${key}`, value));
    const lines = indented(printPair(`${key}`, value, path), this.#columnOf(first));
    return this.#splice(first, last, lines.trimStart());
  }

  /** A value for a key that stands without one. A comment behind it stays behind it. */
  #fill(path: Path, at: number, value: YamlValue): string {
    const parent = this.#nodeAt(path.slice(0, -1));
    const pair = isMap(parent) && !parent.flow ? pairOf(parent, path.at(-1) as string) : undefined;
    if (!pair) throw this.#impossible(tooUnusual);
    const first = firstOffset(pair);
    const key = this.#text.slice(first, at).trimEnd();
    const printed = printPair('key', value, path);
    const [head = '', ...rest] = printed.split('\n');
    const inline = head.replace(/^key:/, '');
    const below = indented(rest.join('\n'), this.#columnOf(first));
    const lineEnd = this.#lineAfter(at);
    const comment = this.#text.slice(at, lineEnd).trim();
    const line = `${key}${inline}${comment === '' ? '' : ` ${comment}`}\n`;
    return this.#splice(first, lineEnd, rest.length === 0 ? line : `${line}${below}\n`);
  }

  #delete(path: Path): string {
    const parentPath = path.slice(0, -1);
    const parent = this.#nodeAt(parentPath);
    if (!isCollection(parent)) throw this.#impossible(tooUnusual);
    if (parent.items.length === 1 && parentPath.length > 0) return this.#delete(parentPath);
    const key = path.at(-1) as string | number;
    const index = isMap(parent) ? parent.items.findIndex((it) => keyOf(it) === key) : Number(key);
    const item = parent.items[index] as Item | undefined;
    if (!item) throw this.#impossible(tooUnusual);
    const next = parent.items[index + 1] as Item | undefined;
    const [start, end] = [firstOffset(item), lastOffset(item, this.#text)];
    if (parent.flow && !next)
      return this.#splice(lastOffset(parent.items[index - 1] as Item, this.#text), end, '');
    const lead = this.#text.slice(this.#lineStart(start), start);
    const isAlone = isPair(item) ? lead.trim() === '' : /^\s*-\s+$/.test(lead);
    if (!parent.flow && isAlone) return this.#cutLines(this.#lineStart(start), end, index === 0);
    if (!next) throw this.#impossible(tooUnusual);
    return this.#splice(start, firstOffset(next), '');
  }

  /** Comments directly above a thing are about it and go too; above the first one they may be about all that follow. */
  #cutLines(line: number, end: number, isFirst: boolean): string {
    const indent = /^ */.exec(this.#lineAt(line))?.[0] ?? '';
    let start = line;
    while (!isFirst && start > 0) {
      const above = this.#lineStart(start - 1);
      if (!this.#lineAt(above).startsWith(`${indent}#`)) break;
      start = above;
    }
    const head = this.#text.slice(0, start);
    const tail = this.#text.slice(this.#lineAfter(end));
    // Of the blank lines that set it off, those above go where there are some below.
    const isSetOff = head.endsWith('\n\n') && (tail === '' || tail.startsWith('\n'));
    return (isSetOff ? head.slice(0, -1) : head) + tail;
  }

  #splice(from: number, to: number, by: string): string {
    return this.#text.slice(0, from) + by + this.#text.slice(to);
  }

  #lineStart(offset: number): number {
    return offset === 0 ? 0 : this.#text.lastIndexOf('\n', offset - 1) + 1;
  }

  #lineAfter(offset: number): number {
    const end = this.#text.indexOf('\n', offset);
    return end === -1 ? this.#text.length : end + 1;
  }

  #lineAt(start: number): string {
    return this.#text.slice(start, this.#lineAfter(start));
  }

  #columnOf(offset: number): number {
    return offset - this.#lineStart(offset);
  }
}

/** After which of the sections that are there a new one belongs; at the end, when the file begins with a later one. */
function sectionBefore(map: YAMLMap, key: string): Item | undefined {
  const earlier = sections.slice(0, Math.max(0, sections.indexOf(key)));
  const before = map.items.findLast((item) => earlier.includes(String(keyOf(item as Item))));
  return (before ?? map.items.at(-1)) as Item | undefined;
}

/** With the quotes that stood there. */
function quotedAs(node: Scalar, value: YamlValue): string {
  if (typeof value === 'string' && node.type === Scalar.QUOTE_DOUBLE) return JSON.stringify(value);
  if (typeof value === 'string' && node.type === Scalar.QUOTE_SINGLE && !/[\n\r\t]/.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  return printFlow(value);
}
