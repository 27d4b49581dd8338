import { copyPlaces } from '../positions.ts';
import { type CanonicalPlace, type Transform, text } from './values.ts';

/** `command` and `entrypoint`: a string is split into words as a shell would, but nothing of it is expanded. */
export const command: Transform = (value, place) => {
  if (!Array.isArray(value)) return typeof value === 'string' ? splitWords(value, place) : value;
  const words = value.map(text);
  copyPlaces(value, words);
  return words;
};

/**
 * Splits as Compose does. No shell runs the words, so an operator (`;`, `&`, `|`, `<`, `>`) means nothing to it:
 * Compose drops it with all that follows, and we do so with a warning.
 */
function splitWords(line: string, place: CanonicalPlace): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | '`' | ')' | undefined;
  for (let index = 0; index < line.length; index++) {
    const character = line[index] ?? '';
    if (character === '\\' && quote !== "'") {
      index++;
      if (index === line.length) return unbalanced(line, place, 'ends with a backslash');
      word = (word ?? '') + line[index];
    } else if (quote === undefined && /[ \t\r\n]/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if ((quote === undefined || quote === character) && (character === '"' || character === "'")) {
      word ??= '';
      quote = quote ? undefined : character;
    } else if ((quote === undefined || quote === character) && character === '`') {
      word = `${word ?? ''}\``;
      quote = quote ? undefined : character;
    } else if (quote === undefined && (character === '(' || character === ')')) {
      if (character === ')' || !word?.endsWith('$'))
        return unbalanced(line, place, 'has a bracket outside of quotes');
      word += '(';
      quote = ')';
    } else if (quote === ')' && character === ')') {
      word += ')';
      quote = undefined;
    } else if (quote === undefined && /[;&|<>]/.test(character)) {
      place.warn(
        `no shell runs this command: "${line.slice(index)}" is left out.`,
        `Write \`sh -c '…'\` around it, or a list of arguments.`,
      );
      // `2>` is a redirection as a whole.
      if (character === '>' && /^\d/.test(word ?? '')) word = undefined;
      break;
    } else word = (word ?? '') + character;
  }
  if (quote !== undefined) return unbalanced(line, place, `has a ${quote} too few`);
  if (word !== undefined) words.push(word);
  return words;
}

function unbalanced(line: string, place: CanonicalPlace, what: string): undefined {
  return place.error(`the command "${line}" cannot be split into words: it ${what}.`, 'Write it as a list.');
}
