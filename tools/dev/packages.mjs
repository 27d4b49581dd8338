import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './places.mjs';
import { runStep } from './run.mjs';

export const pinnedNodeFolder = path.join(root, 'tools', 'node', 'node_modules');

/** Installs this clone's packages when its lock file is another than the one that was installed last. */
export async function installPackages() {
  await installOnce('installing packages', root);
}

/** Installs the pinned Node and npm (Linux on x64 only). */
export async function installPinnedNode() {
  await installOnce('installing the pinned Node', path.join(root, 'tools', 'node'));
}

/** @param {string} title @param {string} folder */
async function installOnce(title, folder) {
  const lock = readFileSync(path.join(folder, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const memory = path.join(folder, 'node_modules', '.blockyard-lock-hash');
  if (existsSync(memory) && readFileSync(memory, 'utf8') === hash) return;
  await runStep(title, 'npm', ['ci', '--no-audit', '--no-fund', '--prefix', folder]);
  writeFileSync(memory, hash);
}
