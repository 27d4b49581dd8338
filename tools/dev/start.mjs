// @ts-check
import path from 'node:path';
import { runBlockyard } from './blockyard.mjs';
import { buildDesktopWhenStale, buildWhenStale } from './build.mjs';
import { findElectron } from './electron.mjs';
import { provideEngine } from './engines.mjs';
import { imageMapInUse, provideImages, reachesRegistry } from './images.mjs';
import { installPackages } from './packages.mjs';
import { root } from './places.mjs';
import { handOver, say } from './run.mjs';

/** Options that only the browser mode has, which they ask for. */
const browserOptions = ['--no-open', '--port', '--json'];

/**
 * Opens the workbench: as an app where Electron can start, else in the browser. Stays until it is closed, or Ctrl-C.
 * @param {string[]} args handed on to `blockyard ui`; `--browser` alone asks for the browser mode
 * @returns {Promise<number>}
 */
export async function start(args) {
  await installPackages();
  const engine = await provideEngine();
  // Where no registry is reached, fixture images stand for the public ones; where one is, they are not wanted.
  if (!process.env['BLOCKYARD_IMAGE_MAP'] && !(await reachesRegistry(engine))) await provideImages([engine]);

  const asked = args.some((arg) => arg === '--browser' || browserOptions.includes(arg.split('=')[0] ?? ''));
  const electron = asked ? { why: undefined } : findElectron();
  if ('program' in electron) return startDesktop(electron.program);
  if (electron.why) say(`The workbench opens in the browser and not as an app: ${electron.why}.`);
  await buildWhenStale('command', 'page');
  return runBlockyard(['ui', ...args.filter((arg) => arg !== '--browser')]);
}

/** @param {string} program */
async function startDesktop(program) {
  await buildDesktopWhenStale();
  const map = process.env['BLOCKYARD_IMAGE_MAP'] ?? imageMapInUse();
  return handOver(program, [path.join(root, 'out', 'main', 'main.js')], {
    env: { ...process.env, ...(map && { BLOCKYARD_IMAGE_MAP: map }) },
  });
}
