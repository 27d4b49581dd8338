import type { BuildRequest } from '../engine.ts';
import { BuildUnsupportedError } from './errors.ts';

/**
 * What the engine's build API can't do is said here by its name: as an error where the image would come out different,
 * as a warning where it only takes longer. Answers the request as the API takes it.
 */
export function checkRequest(
  request: BuildRequest,
  buildKit: boolean,
): { request: BuildRequest; warnings: string[] } {
  const warnings: string[] = [];
  refuseSeveralPlatforms(request);
  refuseFolderContexts(request);
  if (buildKit) refuseForBuildKit(request);
  else refuseForClassicBuilder(request);
  const cacheFrom = (request.cacheFrom ?? []).flatMap((entry) => cacheSource(entry, warnings));
  const inlineCache = (request.cacheTo ?? []).map((entry) => isInlineCache(entry, warnings)).includes(true);
  const args = inlineCache ? { BUILDKIT_INLINE_CACHE: '1', ...request.args } : request.args;
  return { request: { ...request, cacheFrom, ...(args && { args }) }, warnings };
}

function refuseSeveralPlatforms({ platforms = [], tags }: BuildRequest): void {
  if (platforms.length <= 1) return;
  throw new BuildUnsupportedError(
    `The build of ${tags[0] ?? 'an image'} names ${platforms.length} platforms (${platforms.join(', ')}), and the engine builds one at a time.`,
    "Set the service's `platform` to the one that runs here; build for the others where the image is published.",
  );
}

function refuseFolderContexts({ additionalContexts = {} }: BuildRequest): void {
  for (const [name, context] of Object.entries(additionalContexts))
    if (!context.startsWith('docker-image://'))
      throw new BuildUnsupportedError(
        `The additional context ${name} (${context}) is not an image, and the engine's build API takes no others.`,
        `Move what is needed from it into the build's context, or build an image of it and write \`${name}: docker-image://NAME\`.`,
      );
}

function refuseForBuildKit({ privileged, network }: BuildRequest): void {
  if (privileged)
    throw new BuildUnsupportedError(
      "`build.privileged` asks for privileged steps, which the engine's BuildKit does not grant.",
      'Take `privileged` out of `build`; what needs it belongs into a container that runs.',
    );
  if (network !== undefined && !['default', 'host', 'none'].includes(network))
    throw new BuildUnsupportedError(
      `\`build.network\` is ${network}, and BuildKit knows \`default\`, \`host\` and \`none\`.`,
      'Use one of these. A service that the build needs can publish a port on the host.',
    );
}

function refuseForClassicBuilder({ secrets = [], ssh = [], additionalContexts = {} }: BuildRequest): void {
  const needsBuildKit = [
    secrets.length > 0 ? '`build.secrets`' : undefined,
    ssh.length > 0 ? '`build.ssh`' : undefined,
    Object.keys(additionalContexts).length > 0 ? '`build.additional_contexts`' : undefined,
  ].filter((part) => part !== undefined);
  if (needsBuildKit.length > 0)
    throw new BuildUnsupportedError(
      `This engine has no BuildKit, which ${needsBuildKit.join(' and ')} needs.`,
      'Use an engine with BuildKit: Docker 20.10 or newer.',
    );
}

/** An image's name, or the long form `type=registry,ref=…` of one. */
function cacheSource(entry: string, warnings: string[]): string[] {
  const fields = fieldsOf(entry);
  if (!fields) return [entry];
  const reference = fields.get('ref');
  if (fields.get('type') === 'registry' && reference) return [reference];
  warnings.push(
    `\`cache_from: ${entry}\` is passed over: the engine's build API takes the names of images only.`,
  );
  return [];
}

function isInlineCache(entry: string, warnings: string[]): boolean {
  if (fieldsOf(entry)?.get('type') === 'inline') return true;
  warnings.push(`\`cache_to: ${entry}\` is passed over: the engine's build API writes \`type=inline\` only.`);
  return false;
}

function fieldsOf(entry: string): Map<string, string> | undefined {
  if (!entry.includes('=')) return undefined;
  return new Map(
    entry.split(',').map((field) => {
      const equals = field.indexOf('=');
      return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()];
    }),
  );
}
