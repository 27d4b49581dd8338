// @ts-check
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { root } from './places.mjs';
import { capture, DevError } from './run.mjs';

export const commandFile = path.join(root, 'out', 'cli', 'blockyard.js');

const inputs = ['src', 'tools/build', 'package.json', 'package-lock.json', 'vite.cli.config.ts'];
const stampFile = path.join(root, 'out', 'cli', '.inputs');
const anHour = 3_600_000;

/**
 * Builds the `blockyard` command when its inputs are others than those of the last build. A command that runs meanwhile
 * keeps its files: the new build is laid over the old one, entry last, and what it replaced goes an hour later.
 */
export async function buildWhenStale() {
  const state = stateOfInputs();
  if (existsSync(commandFile) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === state) return;
  const next = path.join(root, 'out', `cli.${process.pid}`);
  try {
    const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const args = [vite, 'build', '--config', 'vite.cli.config.ts', '--outDir', next, '--logLevel', 'warn'];
    const env = { ...process.env, NO_COLOR: '1' };
    const { code, output } = await capture(process.execPath, args, { env });
    if (code !== 0) throw new DevError(`The command does not build.\n${output}`);
    layOver(next, path.dirname(commandFile));
    writeFileSync(stampFile, state);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** @param {string} next @param {string} folder */
function layOver(next, folder) {
  const entry = path.basename(commandFile);
  cpSync(next, folder, { recursive: true, filter: (source) => path.basename(source) !== entry });
  renameSync(path.join(next, entry), commandFile);
  for (const file of filesBelow(folder)) {
    const isOld = !existsSync(path.join(next, path.relative(folder, file)));
    if (isOld && file !== commandFile && file !== stampFile && Date.now() - statSync(file).mtimeMs > anHour)
      rmSync(file);
  }
}

function stateOfInputs() {
  const hash = createHash('sha256');
  for (const input of inputs)
    for (const file of filesBelow(path.join(root, input))) {
      if (file.endsWith('.test.ts')) continue;
      const { mtimeMs, size } = statSync(file);
      hash.update(`${file}\0${mtimeMs}\0${size}\n`);
    }
  return hash.digest('hex');
}

/** @param {string} place @returns {string[]} */
function filesBelow(place) {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place).flatMap((name) => filesBelow(path.join(place, name)));
}
