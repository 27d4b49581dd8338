import type { BuildRequest } from '../engine.ts';
import { isRemoteContext } from './build-context.ts';
import { BuildUnsupportedError } from './errors.ts';

/** What this engine builds with. */
export interface BuilderPowers {
  buildKit: boolean;
  /** BuildKit as of engine 23 (API 1.42): named contexts in its own frontend. */
  current: boolean;
  /** The Dockerfile brings its own frontend by `# syntax=`, which is taken to know named contexts. */
  ownFrontend: boolean;
}

/** A request of which everything can be done, and how. */
export interface CheckedRequest {
  request: BuildRequest;
  /** Whether `POST /build` has no words for it, and BuildKit's own API has. */
  solve: boolean;
  /** What is passed over: it only makes the build slower. */
  warnings: string[];
}

/**
 * What the engine can't do is said here by its name: as an error where the image would come out different, as a warning
 * where the build only takes longer.
 */
export function checkRequest(request: BuildRequest, powers: BuilderPowers): CheckedRequest {
  refusePrivileged(request);
  if (powers.buildKit) refuseNetworks(request);
  else refuseForClassicBuilder(request);
  const contexts = namedContexts(request, powers);
  const platform = onePlatform(request);
  const caches = cachesOf(request, powers.buildKit);
  const args = caches.inline ? { BUILDKIT_INLINE_CACHE: '1', ...request.args } : request.args;
  return {
    request: { ...request, platforms: platform.platforms, cacheFrom: caches.from, ...(args && { args }) },
    solve: contexts || (request.dockerfileInline !== undefined && isRemoteContext(request.context)),
    warnings: [...platform.warnings, ...ignoredSettings(request, powers), ...caches.warnings],
  };
}

/** The engine keeps one platform under a name: of several, its own is built, as `docker compose up` does. */
function onePlatform({ platforms = [] }: BuildRequest): { platforms: string[]; warnings: string[] } {
  if (platforms.length <= 1) return { platforms, warnings: [] };
  const text = `of \`platforms: ${platforms.join(', ')}\` the engine's own is built: it keeps one under a name.`;
  return { platforms: [], warnings: [text] };
}

/** Whether BuildKit is to be told of contexts. Where it is too old, those that are images still do: by their names. */
function namedContexts({ additionalContexts = {} }: BuildRequest, powers: BuilderPowers): boolean {
  const known = powers.buildKit && (powers.current || powers.ownFrontend);
  const contexts = Object.entries(additionalContexts);
  for (const [name, context] of contexts) {
    if (isImageContext(context)) continue;
    if (context.startsWith('service:'))
      throw new BuildUnsupportedError(
        `The additional context ${name} is the image of another service (${context}), which was not built first.`,
        'Give its image by name: `docker-image://NAME`.',
      );
    if (context.startsWith('oci-layout:'))
      throw new BuildUnsupportedError(
        `The additional context ${name} (${context}) is an OCI layout, which the engine can't be given.`,
        'Load it into the engine with `docker load` and write `docker-image://NAME`.',
      );
    if (!known)
      throw new BuildUnsupportedError(
        `The additional context ${name} (${context}) is not an image, and this engine's own BuildKit is too old for others.`,
        'Put `# syntax=docker/dockerfile:1` on top of the Dockerfile, or use an engine of version 23 or newer.',
      );
  }
  return known && contexts.length > 0;
}

/** How an additional context that is an image begins. */
export const imageContext = 'docker-image://';

export function isImageContext(context: string): boolean {
  return context.startsWith(imageContext);
}

/** What the builder would pass over without a word. */
function ignoredSettings(request: BuildRequest, { buildKit, current }: BuilderPowers): string[] {
  const { shmSize, ulimits = [], isolation = 'default' } = request;
  const warnings: string[] = [];
  const tooOld =
    "is passed over: BuildKit of engines before 23 can't set it. DOCKER_BUILDKIT=0 takes a builder that can.";
  if (buildKit && !current && shmSize !== undefined) warnings.push(`\`build.shm_size\` ${tooOld}`);
  if (buildKit && !current && ulimits.length > 0) warnings.push(`\`build.ulimits\` ${tooOld}`);
  if (buildKit && isolation !== 'default')
    warnings.push(`\`build.isolation: ${isolation}\` is passed over: only engines on Windows know it.`);
  return warnings;
}

function refusePrivileged({ privileged }: BuildRequest): void {
  if (!privileged) return;
  throw new BuildUnsupportedError(
    "`build.privileged` asks for privileged steps, which the engine's build API does not grant.",
    'Take `privileged` out of `build`; what needs it belongs into a container that runs.',
  );
}

function refuseNetworks({ network = 'default' }: BuildRequest): void {
  if (['default', 'host', 'none'].includes(network)) return;
  throw new BuildUnsupportedError(
    `\`build.network\` is ${network}, and BuildKit knows \`default\`, \`host\` and \`none\`.`,
    'Use one of these. A service that the build needs can publish a port on the host.',
  );
}

function refuseForClassicBuilder(request: BuildRequest): void {
  const { secrets = [], ssh = [], additionalContexts = {} } = request;
  const needsBuildKit = [
    secrets.length > 0 ? '`build.secrets`' : undefined,
    ssh.length > 0 ? '`build.ssh`' : undefined,
    Object.values(additionalContexts).every(isImageContext) ? undefined : '`build.additional_contexts`',
    request.dockerfileInline !== undefined && isRemoteContext(request.context)
      ? '`build.dockerfile_inline` with a context that the engine fetches'
      : undefined,
  ].filter((part) => part !== undefined);
  if (needsBuildKit.length > 0)
    throw new BuildUnsupportedError(
      `This builder is not BuildKit, which ${needsBuildKit.join(' and ')} needs.`,
      'Use an engine with BuildKit (Docker 20.10 or newer), and leave DOCKER_BUILDKIT unset.',
    );
}

interface Caches {
  /** Names of images. */
  from: string[];
  /** Whether the image is to carry its cache. */
  inline: boolean;
  warnings: string[];
}

/** The engine's own BuildKit reads caches from images and writes them into the image; the rest it has no code for. */
function cachesOf({ cacheFrom = [], cacheTo = [] }: BuildRequest, buildKit: boolean): Caches {
  const caches: Caches = { from: [], inline: false, warnings: [] };
  for (const cache of cacheFrom) {
    const { type, reference } = read(cache);
    if (type === 'registry' && reference) caches.from.push(reference);
    else
      caches.warnings.push(
        `\`cache_from: ${cache}\` is passed over: this engine can't read a cache of that kind.`,
      );
  }
  for (const cache of cacheTo) {
    if (read(cache).type === 'inline' && buildKit) caches.inline = true;
    else
      caches.warnings.push(
        `\`cache_to: ${cache}\` is passed over: this engine can't write a cache of that kind.`,
      );
  }
  return caches;
}

/** An image's name, or the long form `type=registry,ref=…`. */
function read(cache: string): { type: string; reference: string | undefined } {
  if (!cache.includes('=')) return { type: 'registry', reference: cache };
  const field = (name: string) =>
    cache
      .split(',')
      .map((part) => part.trim())
      .find((part) => part.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  return { type: field('type') ?? 'registry', reference: field('ref') };
}
