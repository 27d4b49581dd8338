// @ts-check
import { buildWhenStale, commandFile } from './build.mjs';
import { imageMapInUse } from './images.mjs';
import { installPackages } from './packages.mjs';
import { handOver } from './run.mjs';

/**
 * `./dev blockyard …`: the command line from the clone, in the caller's folder, with the terminal in its hands.
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<number>} its exit code
 */
export async function runBlockyard(args, options = {}) {
  await installPackages();
  await buildWhenStale('command');
  const map = process.env['BLOCKYARD_IMAGE_MAP'] ?? imageMapInUse();
  const env = { ...process.env, ...(map && { BLOCKYARD_IMAGE_MAP: map }), ...options.env };
  return handOver(process.execPath, [commandFile, ...args], { ...options, env });
}
