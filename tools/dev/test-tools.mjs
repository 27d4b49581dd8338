// @ts-check
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { canInstall, install } from './debian.mjs';
import { inCache } from './places.mjs';
import { onPath, runStep, say } from './run.mjs';

/** Programs that some tests run, and Debian's packages of them. */
const programs = { 'ssh-keygen': 'openssh-client', openssl: 'openssl', zsh: 'zsh', fish: 'fish' };
/** Installed, these would start a server on the machine: it is unpacked into the cache only, or left to CI. */
const registry = 'docker-registry';
const sshServer = 'openssh-server';

/**
 * What tests need besides engine and browser.
 * @returns {Promise<string[]>} folders to put on the PATH
 */
export async function provideTools() {
  const folder = inCache('tools', 'usr', 'bin');
  const missing = [];
  for (const [program, name] of Object.entries(programs)) if (!(await onPath(program))) missing.push(name);
  if (process.env['CI'] && !existsSync('/usr/sbin/sshd')) missing.push(sshServer);
  const needsRegistry = !(await onPath(registry)) && !existsSync(path.join(folder, registry));
  if (missing.length === 0 && !needsRegistry) return [folder];
  if (!(await canInstall())) {
    const names = [...missing, ...(needsRegistry ? [registry] : [])].join(', ');
    say(`  Some tests are skipped or fail without: ${names}. Install them to run all.`);
    return [folder];
  }
  if (missing.length > 0) await install(missing);
  if (needsRegistry) await unpack(registry);
  return [folder];
}

/** @param {string} name */
async function unpack(name) {
  const cwd = path.dirname(inCache('tools', 'debs', name));
  const command = `apt-get download ${name}; dpkg -x ${name}_*.deb ..`;
  await runStep(`unpacking ${name}`, 'sh', ['-ec', command], { cwd });
  rmSync(cwd, { recursive: true, force: true });
}
