// @ts-check
import path from 'node:path';
import { buildWhenStale } from './build.mjs';
import { installPackages } from './packages.mjs';
import { root } from './places.mjs';
import { handOver } from './run.mjs';
import { testEnvironment } from './test-environment.mjs';

/** @param {string[]} args @returns {Promise<number>} */
export async function bench(args) {
  await installPackages();
  await buildWhenStale();
  const env = { ...process.env, ...(await testEnvironment()) };
  return handOver(process.execPath, [path.join(root, 'bench', 'run.mjs'), ...args], { cwd: root, env });
}
