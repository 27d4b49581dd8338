// @ts-check
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { installOnce, installPackages } from '../dev/packages.mjs';
import { root } from '../dev/places.mjs';
import { DevError, handOver, runStep } from '../dev/run.mjs';

/*
 * `npm run package [-- options of electron-builder]`: builds everything and packages it for this system into out/package.
 * See docs/packaging.md, also for signing and for where updates come from.
 */

const folder = path.join(root, 'tools', 'package');
const builder = path.join(folder, 'node_modules', 'electron-builder', 'cli.js');

/** @param {string[]} args @returns {Promise<number>} */
async function main(args) {
  await installPackages();
  await installOnce('installing electron-builder', folder);
  await runStep('building', 'npm', ['run', 'build']);
  if (process.platform === 'darwin') await installBothKeychains();
  const options = ['--projectDir', root, '--config', 'electron-builder.yml', '--publish', 'never'];
  return handOver(process.execPath, [builder, ...options, ...signing(), ...updates(), ...args], {
    cwd: root,
  });
}

/** An app for the other processor is packaged too; npm installs native code for this one alone. */
async function installBothKeychains() {
  const manifest = path.join(root, 'node_modules', '@napi-rs', 'keyring', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const packages = ['arm64', 'x64'].map((cpu) => `@napi-rs/keyring-darwin-${cpu}@${version}`);
  await runStep('the keychain for both processors', 'npm', ['install', '--no-save', '--force', ...packages]);
}

/** Without a certificate a Mac's app is signed ad hoc: it then starts on the machine that trusts it by hand. */
function signing() {
  const hasCertificate = Boolean(process.env['CSC_LINK'] || process.env['CSC_NAME']);
  return process.platform === 'darwin' && !hasCertificate ? ['-c.mac.identity=-'] : [];
}

/** `BLOCKYARD_RELEASES=owner/name`: the GitHub repository whose releases the packaged app looks at for updates. */
function updates() {
  const [owner, repo] = process.env['BLOCKYARD_RELEASES']?.split('/') ?? [];
  if (!owner || !repo) return [];
  const source = ['-c.publish.provider=github', `-c.publish.owner=${owner}`, `-c.publish.repo=${repo}`];
  // A deb has to name a home.
  return [...source, `-c.extraMetadata.homepage=https://github.com/${owner}/${repo}`];
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof DevError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
