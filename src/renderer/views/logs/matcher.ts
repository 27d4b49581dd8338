/** What is looked for in lines. */
export interface Search {
  text: string;
  isPattern: boolean;
}

export type Matcher =
  | { kind: 'none' }
  /** `isExpression`: it is somebody's, who may have written one that takes for ever. */
  | { kind: 'pattern'; pattern: RegExp; isExpression: boolean }
  | { kind: 'invalid'; reason: string };

/** Case counts as soon as there is a capital letter. */
export function toMatcher({ text, isPattern }: Search): Matcher {
  if (text === '') return { kind: 'none' };
  const flags = /\p{Lu}/u.test(text) && !isPattern ? 'g' : 'gi';
  if (!isPattern) {
    return { kind: 'pattern', pattern: new RegExp(escaped(text), flags), isExpression: false };
  }
  try {
    const pattern = new RegExp(text, /[A-Z]/.test(text.replace(/\\./g, '')) ? 'g' : 'gi');
    return { kind: 'pattern', pattern, isExpression: true };
  } catch (thrown) {
    return {
      kind: 'invalid',
      reason: (thrown as Error).message.replace(/^Invalid regular expression: /, ''),
    };
  }
}

/** Where a text matches, as pairs of beginning and end; empty matches do not count. */
export function rangesOf(pattern: RegExp, text: string): [number, number][] {
  const ranges: [number, number][] = [];
  for (const match of text.matchAll(pattern))
    if (match[0].length > 0) ranges.push([match.index, match.index + match[0].length]);
  return ranges;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
