import type { Connection } from '../connection.ts';
import type { BuildRequest } from '../engine.ts';
import { type BuildSource, findBuildSource } from './build-context.ts';
import { checkRequest } from './build-limits.ts';
import { findSecrets } from './build-secrets.ts';
import { buildWithBuildKit } from './buildkit.ts';
import type { CredentialStore } from './credentials.ts';
import { renameImages } from './dockerfile-images.ts';
import type { SecretSource } from './session.ts';
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

/** A build as it goes to a builder: names mapped, secrets and agents found. */
export interface PreparedBuild {
  request: BuildRequest;
  source: BuildSource;
  /** The Dockerfile with names mapped; undefined for a remote context. */
  dockerfileText: string | undefined;
  /** By id. */
  secrets: Map<string, SecretSource>;
  /** Sockets of ssh agents, by id. */
  agents: Map<string, string>;
  credentials: CredentialStore;
}

/** Builds and tags an image. Answers its id. */
export async function buildImage(
  builder: Builder,
  asked: BuildRequest,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { buildKit } = builder;
  const { request, warnings } = checkRequest(asked, buildKit);
  for (const text of warnings) request.onProgress?.({ kind: 'output', text: `warning: ${text}` });

  const source = await findBuildSource(request);
  const [dockerfileText, args, cacheFrom, secrets] = await Promise.all([
    mappedDockerfile(builder, request, source),
    mappedArgs(builder, request.args),
    Promise.all((request.cacheFrom ?? []).map((name) => builder.nameOnEngine(name))),
    findSecrets(request.secrets, builder.environment),
  ]);
  await using agents = await openSshAgents(request.ssh ?? [], builder.environment);
  const build: PreparedBuild = {
    request: { ...request, args, cacheFrom },
    source,
    dockerfileText,
    secrets,
    agents: agents.sockets,
    credentials: builder.credentials,
  };
  if (buildKit) return await buildWithBuildKit(builder.connection, build, signal);
  const { buildWithClassicBuilder } = await import('./classic-builder.ts');
  return await buildWithClassicBuilder(builder.connection, build, signal);
}

/** The Dockerfile with the names that the engine is asked for. One that the engine fetches itself stays as it is. */
async function mappedDockerfile(
  builder: Builder,
  request: BuildRequest,
  source: BuildSource,
): Promise<string | undefined> {
  if (source.kind === 'remote') return undefined;
  const { additionalContexts = {} } = request;
  return renameImages(source.dockerfile.text, argsOf(request), async (name) => {
    const image = /^docker-image:\/\/(.+)$/.exec(additionalContexts[name] ?? '')?.[1];
    return builder.nameOnEngine(image ?? name);
  });
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

/** The frontend may be chosen by an argument as well. */
async function mappedArgs(
  builder: Builder,
  args: Record<string, string> = {},
): Promise<Record<string, string>> {
  const frontend = args['BUILDKIT_SYNTAX'];
  return frontend ? { ...args, BUILDKIT_SYNTAX: await builder.nameOnEngine(frontend) } : args;
}
