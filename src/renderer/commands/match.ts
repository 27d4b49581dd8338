import type { Command } from './command.ts';

/** The commands that fit what was typed, best first; without words all of them, as they come. */
export function matchCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...commands];
  return commands
    .map((command, index) => ({ command, index, score: scoreOf(command, words) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.index - other.index)
    .map(({ command }) => command);
}

/** Every word has to fit somewhere; 0: one does not. */
function scoreOf(command: Command, words: readonly string[]): number {
  const title = command.title.toLowerCase();
  const around = `${command.group} ${command.keywords ?? ''}`.toLowerCase();
  let score = 0;
  for (const word of words) {
    // Loose letters are found in any long sentence: only titles are searched for them.
    const inTitle = partIn(title, word) || (word.length > 1 && isSubsequence(title, word) ? 1 : 0);
    const best = Math.max(inTitle, partIn(around, word) / 2);
    if (best === 0) return 0;
    score += best;
  }
  return score;
}

/** More at the start of the text, and of a word in it. */
function partIn(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 8;
  if (at > 0) return /[\s/.:_-]/.test(text[at - 1] as string) ? 6 : 4;
  return 0;
}

/** Whether the letters come in this order, the first of them at the start of a word: `bus` in `bring up shop`. */
function isSubsequence(text: string, letters: string): boolean {
  let from = 0;
  for (const [index, letter] of [...letters].entries()) {
    const at = text.indexOf(letter, from);
    if (at < 0 || (index === 0 && at > 0 && text[at - 1] !== ' ')) return false;
    from = at + 1;
  }
  return true;
}
