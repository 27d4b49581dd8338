import type { Clue } from './clue.ts';
import { nameOf, type Repository } from './repository.ts';

/** Names alone. Of a value nothing is kept but the scheme, where it is a URL: it says which database is meant. */
export async function readEnvFiles(repository: Repository): Promise<Clue[]> {
  const clues: Clue[] = [];
  for (const file of repository.files) {
    if (!/^(\.env(\..+)?|env\.(example|sample|template)|.+\.env)$/.test(nameOf(file))) continue;
    const text = (await repository.text(file)) ?? '';
    for (const [, name = '', scheme] of text.matchAll(
      /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*["']?(?:([a-z][a-z0-9+.-]*):\/\/)?/gm,
    ))
      clues.push({ kind: 'variable', file, name, ...(scheme !== undefined && { scheme }) });
  }
  return clues;
}
