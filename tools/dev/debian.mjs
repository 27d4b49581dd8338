// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { onPath, runStep } from './run.mjs';

/** Whether packages can be installed here: Debian or Ubuntu, as root. */
export async function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && (await onPath('apt-get')) !== undefined;
}

/** @param {string[]} packages */
export async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runStep('updating the package lists', 'apt-get', ['update'], { env });
  const args = ['install', '-y', '--no-install-recommends', ...packages];
  await runStep(`installing ${packages.join(' ')}`, 'apt-get', args, { env });
}

/** `debian 12`, `ubuntu 24.04`; empty where there is no /etc/os-release. */
export function distribution() {
  const file = '/etc/os-release';
  if (!existsSync(file)) return '';
  const text = readFileSync(file, 'utf8');
  const read = (/** @type {string} */ key) => new RegExp(`^${key}="?([^"\n]*)`, 'm').exec(text)?.[1] ?? '';
  return `${read('ID')} ${read('VERSION_ID')}`.trim();
}

/**
 * The mirror of Debian's main archive that this machine itself uses, read from its apt sources (both their forms);
 * undefined when it is no Debian or has none.
 */
export function debianMirror() {
  if (!distribution().startsWith('debian')) return undefined;
  const folder = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list'];
  if (existsSync(folder)) files.push(...readdirSync(folder).map((name) => path.join(folder, name)));
  const found = files.filter((file) => existsSync(file)).flatMap(mirrorsIn);
  // Security and vendors' archives have other suites or components.
  return found.find(({ suite, components }) => /^[a-z]+$/.test(suite) && components.includes('main'))?.uri;
}

/** @param {string} file @returns {{uri: string, suite: string, components: string[]}[]} */
function mirrorsIn(file) {
  const text = readFileSync(file, 'utf8').replaceAll(/^#.*\n/gm, '');
  if (!file.endsWith('.sources'))
    return [...text.matchAll(/^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.*)$/gm)].map(
      ([, uri = '', suite = '', components = '']) => ({ uri, suite, components: components.split(/\s+/) }),
    );
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const read = (/** @type {string} */ key) =>
      new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
    const [uri] = read('URIs');
    const [suite] = read('Suites');
    return uri && suite ? [{ uri, suite, components: read('Components') }] : [];
  });
}
