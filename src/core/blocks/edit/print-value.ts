import { Document, stringify } from 'yaml';

export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

type Path = readonly (string | number)[];

/** What is longer on one line is written over several. */
const maximumWidth = 90;

/** `key: value` as the lines of a block, not indented. @param path where in the file it will stand */
export function printPair(key: string, value: YamlValue, path: Path): string {
  const name = printFlow(key);
  if (isText(value)) return stringify({ [key]: value }, { lineWidth: 0 }).trimEnd();
  return standsOnOneLine(value, path)
    ? `${name}: ${printFlow(value)}`
    : `${name}:\n${indented(printLines(value, path), 2)}`;
}

/** `- value` likewise. */
export function printEntry(value: YamlValue, path: Path): string {
  if (isText(value)) return stringify([value], { lineWidth: 0 }).trimEnd();
  return standsOnOneLine(value, path)
    ? `- ${printFlow(value)}`
    : `- ${indented(printLines(value, path), 2).trimStart()}`;
}

/** On one line, as it may stand between brackets. */
export function printFlow(value: YamlValue): string {
  if (isList(value)) return `[${value.map(printFlow).join(', ')}]`;
  if (!isSection(value)) return printScalar(value);
  const pairs = Object.entries(value).map(([key, it]) => printFlowPair(key, it));
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** `key: value` as it may stand between braces. */
export function printFlowPair(key: string, value: YamlValue): string {
  return `${printFlow(key)}: ${printFlow(value)}`;
}

export function indented(lines: string, columns: number): string {
  return lines.replace(/^(?=.)/gm, ' '.repeat(columns));
}

function printLines(value: YamlValue, path: Path): string {
  const lines = isList(value)
    ? value.map((entry, index) => printEntry(entry, [...path, index]))
    : Object.entries(value as object).map(([key, it]) => printPair(key, it, [...path, key]));
  return lines.join('\n');
}

/** Lists of simple values do, and all of a block in `blocks`, if they fit. */
function standsOnOneLine(value: YamlValue, path: Path): boolean {
  if (!isList(value) && !isSection(value)) return true;
  if (Object.keys(value).length === 0) return true;
  const isWhole = path[0] === 'blocks' && path.length > 1;
  const isSimpleList = isList(value) && value.every((entry) => !isList(entry) && !isSection(entry));
  return (isWhole || isSimpleList) && printFlow(value).length <= maximumWidth - 2 * path.length;
}

function printScalar(value: string | number | boolean | null): string {
  if (isText(value)) return JSON.stringify(value);
  // In brackets, so that what has a meaning there is quoted; and what older readers take for a boolean or a date.
  const document = new Document([value], { compat: 'yaml-1.1' });
  Object.assign(document.contents as object, { flow: true });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).trim().slice(1, -1);
}

/** Of several lines. */
function isText(value: YamlValue): value is string {
  return typeof value === 'string' && value.includes('\n');
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isSection(value: YamlValue): value is { readonly [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && !isList(value);
}
