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
  await buildWhenStale('command');
  const env = { ...process.env, ...(await testEnvironment()) };
  // Node 22 before 22.18 runs TypeScript only when asked to.
  if (!process.features.typescript)
    env['NODE_OPTIONS'] = `${env['NODE_OPTIONS'] ?? ''} --experimental-strip-types`;
  return handOver(process.execPath, [path.join(root, 'bench', 'run.ts'), ...args], { cwd: root, env });
}
