import { isDeepStrictEqual } from 'node:util';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { Edit, Path } from './edit.ts';
import { EditImpossible, StackFileUnreadable } from './errors.ts';
import { withTag } from './tag.ts';
import { TextEditor } from './text-editor.ts';

/**
 * Changes YAML by replacing as few characters as can be: comments, order, quoting and blank lines stay as they were
 * written. What the result says is compared with what it should say.
 * @param file what messages call it
 * @throws {StackFileUnreadable | EditImpossible}
 */
export function editText(text: string, edits: readonly Edit[], file: string): string {
  // Files of other systems keep their line ends.
  const isForeign = text.includes('\r\n');
  const plain = isForeign ? text.replaceAll('\r\n', '\n') : text;
  const edited = edits.reduce((current, edit) => editOnce(current, edit, file), plain);
  return isForeign ? edited.replaceAll('\n', '\r\n') : edited;
}

/** What a file says, as plain data; an empty one says nothing. @throws {StackFileUnreadable} */
export function readYaml(text: string, file: string): Record<string, unknown> {
  return rootOf(parse(text, file), file);
}

function editOnce(text: string, edit: Edit, file: string): string {
  const document = parse(text, file);
  const before = rootOf(document, file);
  const wanted = intended(before, edit);
  const finish = (edited: string) =>
    edit.kind === 'set' && edit.tag ? withTag(edited, edit.path, edit.tag) : edited;
  if (isDeepStrictEqual(before, wanted)) return finish(text);
  const impossible = (why: string) => new EditImpossible(file, edit.path, why);
  const edited = new TextEditor(text, document, impossible).apply(edit);
  const after = parseDocument(edited);
  if (after.errors.length > 0 || !isDeepStrictEqual(after.toJS() ?? {}, wanted))
    throw impossible('the way it is written does not allow for it');
  return finish(edited);
}

function parse(text: string, file: string): Document.Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (!error) return document;
  const { line, col } = lines.linePos(error.pos[0]);
  const [sentence = ''] = error.message.split(/:? at line \d+/);
  throw new StackFileUnreadable(file, `${sentence.replace(/\.$/, '')}.`, { line, column: col });
}

function rootOf(document: Document.Parsed, file: string): Record<string, unknown> {
  const said = document.toJS() as unknown;
  if (said === null) return {};
  if (typeof said !== 'object' || Array.isArray(said))
    throw new StackFileUnreadable(file, 'it holds no `key: value`.');
  return said as Record<string, unknown>;
}

type Container = Record<string | number, unknown>;

/** What the file should say afterwards. */
function intended(before: unknown, edit: Edit): unknown {
  const root = structuredClone(before) as Container;
  const parents = edit.path.slice(0, -1);
  const last = edit.path.at(-1) as string | number;
  if (edit.kind === 'delete') return without(root, edit.path);
  let container = root;
  for (const key of parents) {
    if (!isContainer(container[key])) container[key] = {};
    container = container[key] as Container;
  }
  const value: unknown = structuredClone(edit.value);
  if (edit.kind === 'set') container[last] = value;
  else {
    const list = Array.isArray(container[last]) ? (container[last] as unknown[]) : [];
    const isThere = list.some((entry) => isDeepStrictEqual(entry, value));
    container[last] = isThere ? list : [...list, value];
  }
  return root;
}

function without(root: Container, path: Path): unknown {
  const chain: Container[] = [root];
  for (const key of path.slice(0, -1)) {
    const next = chain.at(-1)?.[key];
    if (!isContainer(next)) return root;
    chain.push(next);
  }
  const last = path.at(-1) as string | number;
  if (!(last in (chain.at(-1) as Container))) return root;
  for (const [index, container] of [...chain.entries()].reverse()) {
    const key = path[index] as string | number;
    if (Array.isArray(container)) container.splice(Number(key), 1);
    else delete container[key];
    if (Object.keys(container).length > 0) break;
  }
  return root;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}
