// @ts-check
import path from 'node:path';
import { runBlockyard } from './blockyard.mjs';
import { buildWhenStale, commandFile } from './build.mjs';
import { provideEngine } from './engines.mjs';
import { provideImages, reachesRegistry } from './images.mjs';
import { installPackages } from './packages.mjs';
import { root } from './places.mjs';
import { capture, say } from './run.mjs';

const sample = path.join('resources', 'samples', 'shop');

/**
 * Brings the sample shop up, as its user would, and says where it is.
 * @returns {Promise<number>}
 */
export async function start() {
  await installPackages();
  const engine = await provideEngine();
  // Where no registry is reached, fixture images stand for the public ones; where one is, they are not wanted.
  if (!process.env['BLOCKYARD_IMAGE_MAP'] && !(await reachesRegistry(engine))) await provideImages([engine]);
  await buildWhenStale();

  const cwd = path.join(root, sample);
  const env = { ...process.env, DOCKER_HOST: hostOf(engine.socket) };
  const code = await runBlockyard(['up', '--wait', '--free-ports'], { cwd, env });
  if (code !== 0) return code;
  const urls = await urlsOf(cwd, env);
  const dev = path.join('..', '..', '..', 'dev');
  say(`
The shop is up: ${urls.join('  ') || '(it publishes no port)'}
Open the page, order something, and see the worker handle it. Then:

  cd ${sample}
  ${dev} blockyard ps          what runs
  ${dev} blockyard logs -f     what it says
  ${dev} blockyard down        take it down (--volumes: and its data)`);
  return 0;
}

/** @param {string} cwd @param {NodeJS.ProcessEnv} env @returns {Promise<string[]>} */
async function urlsOf(cwd, env) {
  const { code, output } = await capture(process.execPath, [commandFile, 'ps', '--json'], { cwd, env });
  if (code !== 0) return [];
  const { containers } = JSON.parse(output);
  const urls = containers.flatMap((/** @type {{ports: {url?: string}[]}} */ { ports }) =>
    ports.map(({ url }) => url),
  );
  return [...new Set(urls.filter(Boolean))].map(String);
}

/** @param {string} socket */
function hostOf(socket) {
  return `${process.platform === 'win32' ? 'npipe' : 'unix'}://${socket}`;
}
