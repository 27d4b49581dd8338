import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { SecretCommand } from '../secrets/index.ts';
import type { Place } from './rules.ts';

/** Files that are run: by themselves, or by the program before them. */
const script = /\.(sh|bash|zsh|fish|py|rb|pl|php|js|mjs|cjs|ts|mts|cts|ps1|cmd|bat)$/i;
const mostBytes = 16 * 1024 * 1024;

/**
 * Each command that would run here for a secret. What it runs of the project's own files is part of the grant, by
 * content: another script under the same name is another power.
 */
export function askForSecretCommands(commands: readonly SecretCommand[], root: Place): void {
  for (const { name, command, where } of commands) {
    const contents = command
      .filter((word, index) => index === 0 || script.test(word))
      .flatMap(contentOf(root));
    root.ask(
      'secret-command',
      [`secret ${name} ${JSON.stringify(command)}`, ...contents].join(' '),
      `The secret ${name} is got by running \`${shown(command)}\` on this machine.`,
      where,
    );
  }
}

function contentOf({ boundary }: Place) {
  return (word: string): string[] => {
    // A bare word is looked for on the PATH.
    if (!/[\\/.]/.test(word) || !boundary.contains(word)) return [];
    try {
      const file = boundary.real(word);
      const found = statSync(file);
      if (!found.isFile() || found.size > mostBytes) return [];
      return [`sha256:${createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 32)}`];
    } catch {
      // It is not there yet: once it is, it is another grant.
      return [];
    }
  };
}

/** Words with spaces and the like in quotes, so that nobody takes two words for one, and nothing that is not seen. */
function shown(command: readonly string[]): string {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word).replace(/\p{Cf}/gu, escaped)))
    .join(' ');
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
