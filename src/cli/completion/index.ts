import type { Command } from 'commander';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { wordsOf } from './words.ts';
import { zshScript } from './zsh.ts';

/** A completion script made from the command tree; names of services are asked for when they are needed. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', root: Command): string {
  const words = wordsOf(root);
  switch (shell) {
    case 'bash':
      return bashScript(words);
    case 'zsh':
      return zshScript(words);
    case 'fish':
      return fishScript(words);
  }
}
