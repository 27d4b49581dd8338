import { rangesOf } from './matcher.ts';
import { withoutColours } from './plain-text.ts';

/** An expression and the lines that it is looked for in. */
export interface Question {
  pattern: RegExp;
  texts: string[];
}

export interface Answer {
  /** For each line: 1 when it was found there. */
  found: Uint8Array;
  /** What the slowest of the lines took, in milliseconds. */
  longest: number;
}

/** A machine that is busy elsewhere makes any line slow, but not so many times in a row. */
const attempts = 3;
/** A line that takes longer, in milliseconds, is looked at again. */
const suspicious = 5;

/** Does with each line all that drawing it does, so that what was found in time here is also marked in time. */
export function searched({ pattern, texts }: Question): Answer {
  const found = new Uint8Array(texts.length);
  let longest = 0;
  for (const [index, text] of texts.entries()) {
    const line = withoutColours(text);
    let took = Number.POSITIVE_INFINITY;
    for (let attempt = 1; attempt <= attempts && took > suspicious; attempt++) {
      const began = performance.now();
      found[index] = rangesOf(pattern, line).length > 0 ? 1 : 0;
      took = Math.min(took, performance.now() - began);
    }
    longest = Math.max(longest, took);
  }
  return { found, longest };
}
