import { existsSync } from 'node:fs';
import path from 'node:path';
import { PageNotBuilt } from './errors.ts';

/** Where the page lies, as seen from this file: from the bundle, or from the sources. */
const places = ['../renderer', '../../renderer', '../../out/renderer'];

/**
 * The folder of the built page: BLOCKYARD_PAGE, else the one beside this program.
 * @throws {PageNotBuilt}
 */
export function findPage(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['BLOCKYARD_PAGE'];
  const candidates = named
    ? [path.resolve(named)]
    : places.map((place) => path.join(import.meta.dirname, place));
  const found = candidates.find(isPage);
  if (found === undefined) throw new PageNotBuilt(candidates.at(-1) ?? '');
  return found;
}

/** Built: the sources have an index.html too, but no assets. */
function isPage(folder: string): boolean {
  return existsSync(path.join(folder, 'index.html')) && !existsSync(path.join(folder, 'main.tsx'));
}
