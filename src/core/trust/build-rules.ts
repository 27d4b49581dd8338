import { isAbsolute, join } from 'node:path';
import type { Build } from '../compose/index.ts';
import { isWithin } from './boundary.ts';
import { always, type Check, each, type Place, type Rules, unless } from './rules.ts';

/** Labels by which engines, Compose and Blockyard find what is theirs. */
const reservedLabels = /^(com\.docker\.|io\.podman\.|desktop\.docker\.|dev\.blockyard\.|io\.containers\.)/;

export const labels: Check = (values, place) => {
  for (const [key, value] of Object.entries(values as Record<string, string>))
    if (reservedLabels.test(key))
      place
        .at(key)
        .ask(
          'label',
          `label ${key}=${value}`,
          `${place.who} sets ${key}=${value}, by which tools take it for something of theirs.`,
        );
};

/** What the engine fetches itself: the same trust as in an image. */
const remoteContext = /^(https?:\/\/|git:\/\/|github\.com\/|docker-image:\/\/|service:|target:)/;

/** What is fetched with the user's own keys. */
const sshContext = /^(ssh:\/\/|[\w.-]+@[\w.-]+:)/;

/** A path of this machine that is read, or an address. Builds of a monorepo read what lies beside the project. */
function source(written: string, what: string, place: Place): void {
  if (remoteContext.test(written)) return;
  const path = written.startsWith('oci-layout://')
    ? written.slice('oci-layout://'.length).replace(/[@:][^/]*$/, '')
    : written;
  if (sshContext.test(path))
    place.ask('build', `${what} ${path}`, `the build of ${place.who} fetches ${path} with your ssh keys.`);
  else if (!place.boundary.repositoryContains(path))
    place.ask(
      'build',
      `${what} ${place.boundary.real(path)}`,
      `the build of ${place.who} reads ${path}, outside the project and its repository.`,
    );
}

const cacheFrom: Check = (values, place) => {
  for (const [index, value] of (values as string[]).entries()) {
    const options = parseOptions(value);
    const type = options['type'] ?? 'registry';
    if (type === 'local' && options['src']) source(options['src'], 'cache', place.at(index));
    else if (type !== 'registry')
      place
        .at(index)
        .ask('build', `cache_from ${value}`, `the build of ${place.who} uses the cache ${value}.`);
  }
};

const cacheTo: Check = (values, place) => {
  for (const [index, value] of (values as string[]).entries()) {
    const { type, dest } = parseOptions(value);
    if (type === 'inline' || (type === 'local' && dest && place.boundary.contains(dest))) continue;
    place
      .at(index)
      .ask('build', `cache_to ${value}`, `the build of ${place.who} writes its cache to ${value}.`);
  }
};

function parseOptions(value: string): Record<string, string> {
  return Object.fromEntries(
    value.split(',').map((part) => {
      const [key = '', ...rest] = part.split('=');
      return [key, rest.join('=')];
    }),
  );
}

export const buildRules: Rules<Build> = {
  context: (value, place) => source(String(value), 'context', place),
  dockerfile: 'harmless', // Together with its context, see checkDockerfile.
  dockerfile_inline: 'harmless',
  additional_contexts: (values, place) => {
    for (const [name, value] of Object.entries(values as Record<string, string>))
      source(value, 'context', place.at(name));
  },
  args: 'harmless',
  cache_from: cacheFrom,
  cache_to: cacheTo,
  entitlements: each('build', ({ who }, value) => `the build of ${who} gets ${value}.`),
  extra_hosts: 'harmless',
  isolation: unless(
    ['default', 'hyperv'],
    'build',
    ({ who }, value) => `the build of ${who} is isolated by ${value} only.`,
  ),
  labels,
  network: unless(
    ['default', 'none', 'bridge'],
    'build',
    ({ who }, value) => `the build of ${who} uses the network ${value}.`,
  ),
  no_cache: 'harmless',
  no_cache_filter: 'harmless',
  platforms: 'harmless',
  privileged: always(
    'build',
    ({ who }) => `the build of ${who} is privileged: it has every power over this machine.`,
  ),
  provenance: 'harmless',
  pull: 'harmless',
  sbom: 'harmless',
  secrets: 'harmless', // Where their contents come from is told at the top level.
  shm_size: 'harmless',
  ssh: each('build', ({ who }, value) => `the build of ${who} uses your ssh keys or agent (${value}).`),
  tags: 'harmless',
  target: 'harmless',
  ulimits: 'harmless',
};

/** The Dockerfile may lie beside the context, or anywhere: it is read and its text goes to the engine. */
export function checkDockerfile(build: Build, place: Place): void {
  const { context = '.', dockerfile } = build;
  if (dockerfile === undefined || build.dockerfile_inline !== undefined) return;
  const isLocal = !remoteContext.test(context) && !sshContext.test(context);
  if (!isLocal && !isAbsolute(dockerfile)) return;
  const { boundary } = place;
  const path = boundary.real(isAbsolute(dockerfile) ? dockerfile : join(context, dockerfile));
  // What lies in the context comes with it.
  if (isLocal && isWithin(path, boundary.real(context))) return;
  source(path, 'dockerfile', place.at('dockerfile'));
}
