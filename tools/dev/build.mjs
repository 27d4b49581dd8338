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

/**
 * @typedef {object} Target what is built by vite alone, into a folder of `out`
 * @property {string} title
 * @property {string} folder
 * @property {string} entry the file that names all others: it is replaced last
 * @property {string} config
 * @property {string[]} inputs
 */

const manifests = ['package.json', 'package-lock.json'];

/** @type {{command: Target, page: Target}} */
const targets = {
  command: {
    title: 'command',
    folder: path.dirname(commandFile),
    entry: path.basename(commandFile),
    config: 'vite.cli.config.ts',
    inputs: ['src/cli', 'src/core', 'src/shared', 'src/web', 'tools/build', ...manifests],
  },
  page: {
    title: 'page',
    folder: path.join(root, 'out', 'renderer'),
    entry: 'index.html',
    config: 'vite.page.config.ts',
    inputs: ['src/renderer', 'src/shared', ...manifests],
  },
};
const desktop = {
  folder: path.join(root, 'out', 'main'),
  inputs: [
    'src/core',
    'src/main',
    'src/preload',
    'src/shared',
    'tools/build',
    'electron.vite.config.ts',
    ...manifests,
  ],
};
const stampName = '.inputs';
const anHour = 3_600_000;

/**
 * Builds the `blockyard` command or the page when its inputs are others than those of the last build. What runs meanwhile
 * keeps its files: the new build is laid over the old one, entry last, and what it replaced goes an hour later.
 * @param {(keyof typeof targets)[]} names
 */
export async function buildWhenStale(...names) {
  await Promise.all(names.map((name) => buildTarget(targets[name])));
}

/** Builds the desktop app (main process, core, preload, page) where it is stale; it must not run meanwhile. */
export async function buildDesktopWhenStale() {
  await buildWhenStale('page');
  const state = stateOf(desktop.inputs);
  if (isFresh(desktop.folder, state)) return;
  await run('desktop app', [
    path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
    'build',
  ]);
  writeFileSync(path.join(desktop.folder, stampName), state);
}

/** @param {Target} target */
async function buildTarget({ title, folder, entry, config, inputs }) {
  const state = stateOf([...inputs, config]);
  if (existsSync(path.join(folder, entry)) && isFresh(folder, state)) return;
  const next = `${folder}.${process.pid}`;
  try {
    const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    await run(title, [vite, 'build', '--config', config, '--outDir', next, '--logLevel', 'warn']);
    layOver(next, folder, entry);
    writeFileSync(path.join(folder, stampName), state);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** @param {string} title @param {string[]} args */
async function run(title, args) {
  const env = { ...process.env, NO_COLOR: '1' };
  const { code, output } = await capture(process.execPath, args, { env });
  if (code !== 0) throw new DevError(`The ${title} does not build.\n${output}`);
}

/** @param {string} next @param {string} folder @param {string} entry */
function layOver(next, folder, entry) {
  const kept = [path.join(folder, entry), path.join(folder, stampName)];
  cpSync(next, folder, { recursive: true, filter: (source) => path.basename(source) !== entry });
  renameSync(path.join(next, entry), path.join(folder, entry));
  for (const file of filesBelow(folder)) {
    const isOld = !existsSync(path.join(next, path.relative(folder, file)));
    if (isOld && !kept.includes(file) && Date.now() - statSync(file).mtimeMs > anHour) rmSync(file);
  }
}

/** @param {string} folder @param {string} state */
function isFresh(folder, state) {
  const stamp = path.join(folder, stampName);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === state;
}

/** @param {string[]} inputs */
function stateOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs)
    for (const file of filesBelow(path.join(root, input))) {
      if (/\.test\.tsx?$/.test(file)) continue;
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
