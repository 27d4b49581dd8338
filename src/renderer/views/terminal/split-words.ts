/**
 * The words of a command as a shell would take them, quotes and backslashes included; nothing else of a shell. Undefined
 * while a quote is open.
 */
export function splitWords(command: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < command.length; at++) {
    const letter = command[at] ?? '';
    if (letter === '\\' && quote !== "'" && at + 1 < command.length) word = (word ?? '') + command[++at];
    else if (quote === letter) quote = '';
    else if (quote) word = (word ?? '') + letter;
    else if (letter === '"' || letter === "'") [quote, word] = [letter, word ?? ''];
    else if (!/\s/.test(letter)) word = (word ?? '') + letter;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (quote) return undefined;
  return word === undefined ? words : [...words, word];
}
