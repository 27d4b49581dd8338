import type { Connection } from '../connection.ts';
import type { BuildRequest } from '../engine.ts';
import { type BuildSource, dockerfileOf, findBuildSource, findFolderContexts } from './build-context.ts';
import { checkRequest, imageContext, isImageContext } from './build-limits.ts';
import { findSecrets } from './build-secrets.ts';
import { buildWithBuildKit } from './buildkit.ts';
import type { CredentialStore } from './credentials.ts';
import { proxyArgs, readDockerConfig } from './docker-config.ts';
import { parseDockerfile } from './dockerfile.ts';
import { renameImages } from './dockerfile-images.ts';
import type { PreparedBuild } from './prepared-build.ts';
import { openSshAgents } from './ssh-agents.ts';

/** What a build needs to know of the rest. */
export interface Builder {
  connection: Connection;
  environment: NodeJS.ProcessEnv;
  credentials: CredentialStore;
  /** Whether builds go through BuildKit. */
  buildKit: boolean;
  /** The name by which the engine is asked for an image: the image map's, unless it has only the original. */
  nameOnEngine(name: string): Promise<string>;
}

/** Builds and tags an image. Answers its id. */
export async function buildImage(
  builder: Builder,
  asked: BuildRequest,
  signal: AbortSignal | undefined,
): Promise<string> {
  const source = await findBuildSource(asked);
  const { request, solve, warnings } = checkRequest(asked, {
    buildKit: builder.buildKit,
    current: builder.connection.atLeast('1.42'),
    ownFrontend: hasOwnFrontend(asked, source),
  });
  if (!dockerfileOf(source) && builder.environment['BLOCKYARD_IMAGE_MAP'])
    warnings.push('the image map does not reach the Dockerfile of a context that the engine fetches itself.');
  for (const text of warnings) request.onProgress?.({ kind: 'warning', text });

  const [dockerfileText, args, additionalContexts, cacheFrom, secrets, folderContexts] = await Promise.all([
    mappedDockerfile(builder, request, source, solve),
    mappedArgs(builder, request.args),
    mappedContexts(builder, request.additionalContexts),
    Promise.all((request.cacheFrom ?? []).map((name) => builder.nameOnEngine(name))),
    findSecrets(request.secrets, builder.environment),
    findFolderContexts(request),
  ]);
  await using agents = await openSshAgents(request.ssh ?? [], builder.environment);
  const build: PreparedBuild = {
    request: { ...request, args, additionalContexts, cacheFrom },
    source,
    dockerfileText,
    folderContexts,
    secrets,
    agents: agents.sockets,
    credentials: builder.credentials,
  };
  if (!builder.buildKit) {
    const { buildWithClassicBuilder } = await import('./classic-builder.ts');
    return await buildWithClassicBuilder(builder.connection, build, signal);
  }
  if (solve) {
    const { buildWithSolve } = await import('./buildkit-solve.ts');
    return await buildWithSolve(builder.connection, build, signal);
  }
  return await buildWithBuildKit(builder.connection, build, signal);
}

function hasOwnFrontend({ args = {} }: BuildRequest, source: BuildSource): boolean {
  const dockerfile = dockerfileOf(source);
  return Boolean(args['BUILDKIT_SYNTAX'] || (dockerfile && parseDockerfile(dockerfile.text).syntax));
}

/** The Dockerfile with the names that the engine is asked for. One that the engine fetches itself stays as it is. */
async function mappedDockerfile(
  builder: Builder,
  request: BuildRequest,
  source: BuildSource,
  solve: boolean,
): Promise<string | undefined> {
  const dockerfile = dockerfileOf(source);
  if (!dockerfile) return undefined;
  const { additionalContexts = {} } = request;
  return renameImages(dockerfile.text, argsOf(request), async (name) => {
    const context = additionalContexts[name];
    if (context === undefined) return builder.nameOnEngine(name);
    // BuildKit looks contexts up by itself when it is told of them.
    return solve ? name : builder.nameOnEngine(context.slice(imageContext.length));
  });
}

async function mappedContexts(
  builder: Builder,
  contexts: Record<string, string> = {},
): Promise<Record<string, string>> {
  const mapped = Object.entries(contexts).map(async ([name, context]) => {
    if (!isImageContext(context)) return [name, context];
    return [name, imageContext + (await builder.nameOnEngine(context.slice(imageContext.length)))];
  });
  return Object.fromEntries(await Promise.all(mapped));
}

/** What `FROM` may use: the build's arguments, and the platform's when it is known. */
function argsOf({ args = {}, platforms: [platform] = [] }: BuildRequest): Record<string, string> {
  if (platform === undefined) return args;
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return {
    ...args,
    TARGETPLATFORM: platform,
    TARGETOS: os,
    TARGETARCH: architecture,
    TARGETVARIANT: variant,
  };
}

/** The build's arguments on top of the user's proxies. The frontend may be chosen by an argument as well. */
async function mappedArgs(
  builder: Builder,
  args: Record<string, string> = {},
): Promise<Record<string, string>> {
  // A config.json that can't be read is told where credentials are looked for.
  const config = await readDockerConfig(builder.environment).catch(() => ({}));
  const all = { ...proxyArgs(config, builder.connection.endpoint), ...args };
  const frontend = args['BUILDKIT_SYNTAX'];
  return frontend ? { ...all, BUILDKIT_SYNTAX: await builder.nameOnEngine(frontend) } : all;
}
