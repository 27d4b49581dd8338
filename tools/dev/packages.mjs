// @ts-check
import { statSync } from 'node:fs';
import path from 'node:path';
import { root } from './places.mjs';
import { runStep } from './run.mjs';

export const pinnedNodeFolder = path.join(root, 'tools', 'node', 'node_modules');

/** Installs this clone's packages when its lock file changed after the last installation. */
export async function installPackages() {
  await installOnce('installing packages', root);
}

/** Installs the pinned Node and npm (Linux on x64 only); `./dev` does the same where the system's Node is too old. */
export async function installPinnedNode() {
  await installOnce('installing the pinned Node', path.join(root, 'tools', 'node'));
}

/**
 * npm ends an installation by writing down what it installed: a lock file that is newer than that is not installed yet.
 * @param {string} title
 * @param {string} folder
 */
export async function installOnce(title, folder) {
  const written = (/** @type {string} */ file) =>
    statSync(path.join(folder, file), { throwIfNoEntry: false })?.mtimeMs;
  if ((written('node_modules/.package-lock.json') ?? 0) > (written('package-lock.json') ?? 0)) return;
  await runStep(title, 'npm', ['ci', '--no-audit', '--no-fund', '--prefix', folder]);
}
