// @ts-check
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './places.mjs';
import { runStep } from './run.mjs';

export const pinnedNodeFolder = path.join(root, 'tools', 'node', 'node_modules');

/** Installs this clone's packages when its lock file is another than the one that was installed last. */
export async function installPackages() {
  await installOnce('installing packages', root);
}

/** Installs the pinned Node and npm (Linux on x64 only); `./dev` does the same where the system's Node is too old. */
export async function installPinnedNode() {
  await installOnce('installing the pinned Node', path.join(root, 'tools', 'node'));
}

/** @param {string} title @param {string} folder */
async function installOnce(title, folder) {
  const lock = path.join(folder, 'package-lock.json');
  const installed = path.join(folder, 'node_modules', '.installed-lock');
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) return;
  await runStep(title, 'npm', ['ci', '--no-audit', '--no-fund', '--prefix', folder]);
  copyFileSync(lock, installed);
}
