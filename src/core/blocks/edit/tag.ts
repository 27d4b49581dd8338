import { isMap, type Node, parseDocument } from 'yaml';
import { pairOf, rangeOf } from './yaml-places.ts';

/** How a value is merged over lower files: in the place of theirs (also of what would be added to), or taking it away. */
export type Tag = '!override' | '!reset';

/** The text with the tag before the value at the path, which is there. */
export function withTag(text: string, path: readonly (string | number)[], tag: Tag): string {
  const document = parseDocument(text);
  const key = path.at(-1) as string | number;
  const parent = document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? pairOf(parent, key) : undefined;
  if (!pair || (pair.value as Node | null)?.tag === tag) return text;
  const afterColon = text.indexOf(':', rangeOf(pair.key as Node)[1]) + 1;
  return `${text.slice(0, afterColon)} ${tag}${text.slice(afterColon)}`;
}
