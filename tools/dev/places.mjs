// @ts-check
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Everything that these tools keep outside the tree: logs, the second engine, what was found out. */
export const cacheFolder = path.join(
  process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'),
  'blockyard-dev',
);

/**
 * A place in the cache; its parent folder exists afterwards.
 * @param {string[]} parts
 */
export function inCache(...parts) {
  const place = path.join(cacheFolder, ...parts);
  mkdirSync(path.dirname(place), { recursive: true });
  return place;
}
